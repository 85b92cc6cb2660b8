package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The folders a person may choose for staging: on a shared server those in the staging root, else
 * any. Any thread.
 */
public final class Folders {
  private static final int MOST_ENTRIES = 1000;
  private static final long RESERVE_BYTES = 64 * 1024 * 1024;

  private final ServiceSettings settings;

  public Folders(ServiceSettings settings) {
    this.settings = settings;
  }

  /**
   * What is in a folder.
   *
   * @param path absolute
   * @param parent empty at a root
   * @param entries its folders, sorted by name, at most 1000
   * @param exists whether the folder is there
   */
  public record Listing(String path, String parent, List<Entry> entries, boolean exists) {}

  /**
   * A folder in a folder.
   *
   * @param name of the folder
   * @param path absolute
   * @param writable whether it can be written
   */
  public record Entry(String name, String path, boolean writable) {}

  /**
   * Whether a folder will do.
   *
   * @param ok whether archives can be staged there as it is; not when it is missing
   * @param absPath absolute
   * @param exists whether there is anything of that name
   * @param canCreate whether it is missing and can be made
   * @param message how it is, for a person
   */
  public record Check(
      boolean ok, String absPath, boolean exists, boolean canCreate, String message) {}

  /**
   * What is in a folder.
   *
   * @param path null or empty for the default folder
   * @throws GatherException FORBIDDEN outside of the root; INVALID_INPUT for what is no path;
   *     FILE_ACCESS when it can't be read
   */
  public Listing list(String path) {
    Path folder = folder(path, "path");
    boolean exists = Files.isDirectory(folder);
    return new Listing(
        folder.toString(), parent(folder), exists ? entries(folder) : List.of(), exists);
  }

  /**
   * Looks whether archives can be staged in a folder.
   *
   * @param ensure whether to make it when it is missing
   * @throws GatherException FORBIDDEN outside of the root; INVALID_INPUT for what is no path
   */
  public Check check(String path, boolean ensure) {
    Path folder = folder(path, "path");
    if (ensure && !Files.exists(folder)) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        return new Check(false, folder.toString(), false, false, reason("can't be made", e));
      }
    }
    if (!Files.exists(folder)) {
      boolean can = canCreate(folder);
      String message = can ? "The folder will be made" : "The folder is missing and can't be made";
      // Clients of vmgather 1.x offer to make it, which they would not if all was well.
      return new Check(false, folder.toString(), false, can, message);
    }
    return existing(folder);
  }

  /**
   * Whether an archive of about this size can be staged and assembled.
   *
   * @param stagingDir null or empty for the default folder
   * @throws GatherException at staging_dir: FORBIDDEN outside of the root; INVALID_INPUT for what
   *     is no path
   */
  public DiskSpace space(String stagingDir, long archiveBytes) {
    Path folder = folder(stagingDir, "staging_dir");
    try {
      long free = Files.getFileStore(nearest(folder)).getUsableSpace();
      // The staged archive and the bundle lie side by side until the bundle is whole.
      return new DiskSpace(folder.toString(), free, free > 2 * archiveBytes + RESERVE_BYTES);
    } catch (IOException e) {
      return new DiskSpace(folder.toString(), -1, true);
    }
  }

  private static Check existing(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new Check(false, folder.toString(), true, false, "This is a file, not a folder");
    }
    try {
      Files.delete(Files.createTempFile(folder, ".vmgather", ".check"));
      return new Check(true, folder.toString(), true, false, "The folder can be written");
    } catch (IOException e) {
      return new Check(false, folder.toString(), true, false, reason("can't be written", e));
    }
  }

  private Path folder(String path, String field) {
    Path folder =
        path == null || path.isBlank()
            ? settings.stagingRoot().toAbsolutePath()
            : JobFolders.path(path.strip(), field).toAbsolutePath().normalize();
    if (settings.shared() && !JobFolders.within(settings.stagingRoot(), folder)) {
      throw JobFolders.outside(field);
    }
    return folder;
  }

  private String parent(Path folder) {
    Path parent = folder.getParent();
    boolean hidden =
        parent == null || (settings.shared() && !JobFolders.within(settings.stagingRoot(), parent));
    return hidden ? "" : parent.toString();
  }

  private static List<Entry> entries(Path folder) {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, Folders::shown)) {
      for (Path one : found) {
        if (entries.size() == MOST_ENTRIES) {
          break;
        }
        String name = one.getFileName().toString();
        entries.add(new Entry(name, one.toString(), Files.isWritable(one)));
      }
    } catch (IOException e) {
      throw new GatherException(ErrorCode.FILE_ACCESS, reason("can't be read", e), e)
          .hint("Choose another folder.")
          .at("path");
    }
    entries.sort(Comparator.comparing(Entry::name, String.CASE_INSENSITIVE_ORDER));
    return List.copyOf(entries);
  }

  private static boolean shown(Path entry) {
    return Files.isDirectory(entry) && !entry.getFileName().toString().startsWith(".");
  }

  private static boolean canCreate(Path folder) {
    try {
      Path existing = nearest(folder);
      return Files.isDirectory(existing) && Files.isWritable(existing);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The folder, or the lowest one above it that exists. */
  private static Path nearest(Path folder) throws NoSuchFileException {
    Path existing = folder;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
      if (existing == null) {
        throw new NoSuchFileException(folder.toString());
      }
    }
    return existing;
  }

  private static String reason(String what, IOException e) {
    String why = e instanceof FileSystemException known ? known.getReason() : null;
    return "The folder " + what + ": " + (why == null ? e.getClass().getSimpleName() : why);
  }
}
