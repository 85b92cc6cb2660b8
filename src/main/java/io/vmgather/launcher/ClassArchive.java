package io.vmgather.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The classes that an export, an import or the server loads, read and checked once and mapped from
 * then on: half a second less at each start. Made by the first export or import that succeeds, and
 * for the server by {@link ServerTraining}; it belongs to one jar and one Java.
 */
final class ClassArchive {
  static final ClassArchive NONE = new ClassArchive(null, null, null);
  private static final String ENDING = ".jsa";

  private final String jarName;
  private final Path archive;
  private final Path made;

  private ClassArchive(String jarName, Path archive, Path made) {
    this.jarName = jarName;
    this.archive = archive;
    this.made = made;
  }

  /**
   * The archive of a jar for one kind of work, there already or to be made.
   *
   * @param cache folder that only this user can write: what lies in it becomes code; may be null
   */
  static ClassArchive of(Path cache, Path jar, Work work) {
    if (cache == null) {
      return NONE;
    }
    try {
      // Put together plainly: a formatter takes longer to load than all else that is done here.
      String java = System.getProperty("java.vm.version").replace('/', '_').replace('\\', '_');
      String kind =
          switch (work) {
            case SERVER -> "server";
            case IMPORT -> "import";
            case EXPORT, SHORT -> "export";
          };
      String place = Integer.toHexString(jar.toString().hashCode());
      String jarName = java + "-" + place + "-" + kind + "-";
      String build =
          Long.toHexString(Files.getLastModifiedTime(jar).toMillis())
              + "-"
              + Long.toHexString(Files.size(jar));
      Path archive = cache.resolve(jarName + build + ENDING);
      Path made = cache.resolve(jarName + build + ENDING + "." + ProcessHandle.current().pid());
      return new ClassArchive(jarName, archive, Files.isRegularFile(archive) ? null : made);
    } catch (IOException e) {
      return NONE;
    }
  }

  /** Whether it was made before. */
  boolean isThere() {
    return archive != null && made == null;
  }

  /** Flags that use the archive, or make it. */
  List<String> flags() {
    if (archive == null) {
      return List.of();
    }
    String flag =
        made == null ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + made;
    return List.of("-Xshare:auto", "-Xlog:disable", flag);
  }

  /** Keeps what was made; the archive of a run that ended early would lack most classes. */
  void keepIf(boolean complete) {
    if (made == null) {
      return;
    }
    try {
      if (complete && Files.isRegularFile(made)) {
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        removeUseless();
      } else {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      // The next run makes it.
    }
  }

  /** What was made of this jar as it was before, and what a killed run left half-made. */
  private void removeUseless() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.getParent())) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith(jarName) && !file.equals(archive) && !beingMade(name)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean beingMade(String name) {
    if (name.endsWith(ENDING)) {
      return false;
    }
    try {
      long process = Long.parseLong(name.substring(name.lastIndexOf('.') + 1));
      return ProcessHandle.of(process).isPresent();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
