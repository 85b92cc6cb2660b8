package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;

/** Standard output as a place for data. */
final class StandardOutput {
  private StandardOutput() {}

  static GatherException failed(IOException e) {
    return new GatherException(
            ErrorCode.FILE_ACCESS, "standard output can't be written: " + e.getMessage(), e)
        .hint("The program that reads it has ended, or its disk is full.");
  }
}
