package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;

/** What the program's end says to scripts. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_INPUT -> USAGE;
      case CANCELLED -> INTERRUPTED;
      default -> FAILED;
    };
  }
}
