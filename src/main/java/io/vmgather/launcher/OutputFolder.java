package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where bundles go. */
final class OutputFolder {
  private OutputFolder() {}

  /**
   * The chosen folder, made if it is missing; without a choice {@code ~/Downloads/vmgather}, and
   * {@code ./exports} where that can't be written.
   */
  static Path resolve(Path chosen) {
    if (chosen != null) {
      return usable(chosen.toAbsolutePath().normalize());
    }
    Path exports = Path.of("exports").toAbsolutePath();
    Path downloads =
        HomeFolder.find()
            .map(home -> home.resolve("Downloads").resolve("vmgather"))
            .orElse(exports);
    try {
      return usable(downloads);
    } catch (GatherException e) {
      return usable(exports);
    }
  }

  private static Path usable(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new GatherException(
              ErrorCode.FILE_ACCESS, "the folder " + folder + " can't be made: " + why(e), e)
          .hint("Name a folder that you may write with --output.");
    }
    if (!Files.isWritable(folder)) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "the folder " + folder + " is read-only")
          .hint("Name a folder that you may write with --output.");
    }
    return folder;
  }

  private static String why(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "a file has that name";
    }
    String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return e instanceof AccessDeniedException ? "access denied" : reason;
  }
}
