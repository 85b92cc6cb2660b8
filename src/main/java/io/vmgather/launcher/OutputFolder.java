package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
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
    Path downloads = Path.of(System.getProperty("user.home"), "Downloads", "vmgather");
    try {
      return usable(downloads);
    } catch (GatherException e) {
      return usable(Path.of("exports").toAbsolutePath());
    }
  }

  private static Path usable(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new GatherException(
              ErrorCode.FILE_ACCESS, "the folder " + folder + " can't be made: " + e, e)
          .hint("Name a folder that you may write with --output.");
    }
    if (!Files.isWritable(folder)) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "the folder " + folder + " is read-only")
          .hint("Name a folder that you may write with --output.");
    }
    return folder;
  }
}
