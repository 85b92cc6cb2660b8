package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;

/** What a bundle may be called. */
public final class BundleName {
  private BundleName() {}

  /**
   * Refuses what is no plain file name.
   *
   * @throws GatherException INVALID_INPUT for a path, a hidden file or what no system takes
   */
  public static void require(String fileName) {
    boolean bad =
        fileName.isBlank()
            || fileName.startsWith(".")
            || fileName.length() > 200
            || fileName.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\' || c == ':');
    if (bad) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "Not a file name: " + fileName)
          .hint("Give a name without a path, such as vmexport.zip.")
          .at("output_settings.archive_name");
    }
  }
}
