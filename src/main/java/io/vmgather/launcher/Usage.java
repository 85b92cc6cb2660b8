package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;

/** Options that don't fit together. */
final class Usage {
  private Usage() {}

  static GatherException wrong(String what, String hint) {
    return new GatherException(ErrorCode.INVALID_INPUT, what).hint(hint);
  }
}
