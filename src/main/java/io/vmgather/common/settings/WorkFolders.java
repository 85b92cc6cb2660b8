package io.vmgather.common.settings;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** The folders that a web application writes to, made ready when it starts. */
public final class WorkFolders {
  private static final String OWN_FOLDER = "vmgather";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OTHERS_MAY_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private WorkFolders() {}

  /**
   * Creates what is missing of the output root and the staging root, for this user only, and checks
   * that both can be written to.
   *
   * @throws GatherException FILE_ACCESS with the setting's name
   */
  public static void prepare(Settings settings) {
    prepare(settings, Setting.OUTPUT_ROOT);
    prepare(settings, Setting.STAGING_ROOT);
  }

  static Path byDefault(String name) {
    return temporaryFolder().resolve(OWN_FOLDER).resolve(name);
  }

  private static void prepare(Settings settings, Setting<Path> setting) {
    Path folder = settings.get(setting);
    try {
      Files.createDirectories(folder, onlyForThisUser());
      Path probe = Files.createTempFile(folder, ".vmgather", ".probe");
      try {
        if (folder.startsWith(temporaryFolder())) {
          checkOwned(setting, folder, Files.getOwner(probe));
        }
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw failed(setting, folder, "can't be written to: " + e.getClass().getSimpleName(), e);
    }
  }

  /** In a folder that everybody writes to, somebody else may have made ours, or a link, before. */
  private static void checkOwned(Setting<Path> setting, Path folder, UserPrincipal self)
      throws IOException {
    Path own = temporaryFolder().resolve(temporaryFolder().relativize(folder).getName(0));
    if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      throw failed(setting, folder, own + " is a link", null);
    }
    if (POSIX
        && (!Files.getOwner(own).equals(self)
            || Files.getPosixFilePermissions(own).stream().anyMatch(OTHERS_MAY_WRITE::contains))) {
      throw failed(setting, folder, "others may write to " + own, null);
    }
  }

  private static Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
  }

  private static FileAttribute<?>[] onlyForThisUser() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static GatherException failed(
      Setting<Path> setting, Path folder, String why, Exception cause) {
    return new GatherException(ErrorCode.FILE_ACCESS, "The folder " + folder + ": " + why, cause)
        .hint("Set " + setting.name() + " to a folder that this program may write to.");
  }
}
