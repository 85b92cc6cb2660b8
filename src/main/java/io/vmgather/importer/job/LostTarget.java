package io.vmgather.importer.job;

import io.vmgather.common.GatherException;
import io.vmgather.common.vm.AbortSwitch;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Upload;
import io.vmgather.common.vm.VmClient;

/** A target that went away, and may come back. One thread; any may end the waiting. */
final class LostTarget {
  private final AbortSwitch stop = new AbortSwitch();
  private final VmClient client;
  private final ImportProgress progress;
  private final RetryPolicy patience;

  LostTarget(VmClient writer, ImportProgress progress, RetryPolicy patience) {
    this.patience = patience;
    this.client = writer.withAbort(stop);
    this.progress = progress;
  }

  /** Whether the target may have died, unlike one that answers and refuses or is busy. */
  static boolean likely(GatherException failure) {
    return switch (failure.code()) {
      case UNREACHABLE, TIMED_OUT, BROKEN_ANSWER -> true;
      default -> false;
    };
  }

  /**
   * Returns when it takes an import of nothing.
   *
   * @param failure that it was lost by
   * @param inVain how often it came back before and took nothing more: each wait is longer then
   * @throws GatherException when it does not within the patience; CANCELLED
   */
  void await(GatherException failure, int inVain) {
    Upload nothing = new Upload(new byte[0], 0, false);
    RetryPolicy waiting = patience.until(stop::aborted);
    if (inVain > 0) {
      waiting.pauseAfter(failure, inVain);
    }
    waiting
        .reporting((again, failed, wait) -> progress.waiting(again.getMessage()))
        .run(
            () -> {
              client.send("/api/v1/import", nothing);
              return true;
            });
  }

  void abort() {
    stop.abort();
  }
}
