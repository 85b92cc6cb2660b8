package io.vmgather.exporter.source;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;

/** What the source sent is damaged: the failure that says so, with what to do. */
final class BrokenAnswer {
  private static final String HINT =
      "See the logs of VictoriaMetrics and of the proxies on the way, then resume.";

  private BrokenAnswer() {}

  /** {@code what} completes a sentence that begins with "the source". */
  static GatherException of(String what, Throwable cause) {
    return new GatherException(ErrorCode.BROKEN_ANSWER, "the source " + what, cause).hint(HINT);
  }

  static GatherException of(String what) {
    return of(what, null);
  }
}
