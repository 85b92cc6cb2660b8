package io.vmgather.importer.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.VmClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the process that keeps what is imported is still the one that it was. A connection that
 * is opened again says nothing of it, nor does a proxy that asks again by itself. One thread, where
 * nothing else is said.
 */
final class TargetWatch {
  private static final Duration APART = Duration.ofSeconds(5);

  private final VmClient target;
  private final VmClient once;
  private final Clock clock;
  private volatile long started;
  private Instant looked;

  /** Asks which process it is. */
  TargetWatch(VmClient target, Clock clock) {
    this.target = target;
    this.once = target.withRetry(RetryPolicy.never());
    this.clock = clock;
    this.looked = clock.instant();
    this.started = TargetStart.ask(target);
  }

  /** As {@link TargetStart} has it. */
  long started() {
    return started;
  }

  /** Whether it tells at all; any thread. */
  boolean tells() {
    return started != TargetStart.UNKNOWN;
  }

  /** Whether it is surely the process that it was; from now on, that is the one that answers. */
  boolean still() {
    long before = started;
    looked = clock.instant();
    started = TargetStart.ask(target);
    return before != TargetStart.UNKNOWN && before == started;
  }

  /** Whether the same process answers at this moment; any thread. */
  boolean lives() {
    return tells() && TargetStart.ask(once) == started;
  }

  /** Looks if the last look was a while ago, as {@link #look} does. */
  void lookNowAndThen(SettledOffset taken) {
    if (tells() && !clock.instant().isBefore(looked.plus(APART))) {
      look(taken);
    }
  }

  /**
   * Settles what the same process took long ago.
   *
   * @throws GatherException UNREACHABLE when it is another process, which may have lost some of it
   */
  void look(SettledOffset taken) {
    if (!tells()) {
      return;
    }
    looked = clock.instant();
    long now = TargetStart.ask(once);
    if (now == started) {
      taken.alive(looked);
    } else if (now != TargetStart.UNKNOWN) {
      throw new GatherException(
          ErrorCode.UNREACHABLE, "The target was started again while it was written to");
    }
  }
}
