package io.vmgather.importer.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.AbortSwitch;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.VmClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the process that keeps what is imported is still the one that it was. A connection that
 * is opened again says nothing of it, nor does a proxy that asks again by itself. A target that
 * does not answer that soon is one that does not tell. One thread, where nothing else is said.
 */
final class TargetWatch {
  private static final Duration APART = Duration.ofSeconds(5);

  /** Behind a question without an answer, which took its time. */
  private static final Duration LATER = Duration.ofMinutes(1);

  private final AbortSwitch stop = new AbortSwitch();
  private final VmClient target;
  private final VmClient once;
  private final Clock clock;
  private volatile long started = TargetStart.UNKNOWN;
  private Instant next;

  TargetWatch(VmClient target, Clock clock) {
    this.target = target.withAbort(stop);
    this.once = target.withRetry(RetryPolicy.never()).withAbort(stop);
    this.clock = clock;
  }

  /** Asks which process it is. */
  void begin() {
    started = ask(target);
    next = clock.instant().plus(APART);
  }

  /** Ends the question under way, and answers all others with not knowing; any thread. */
  void abort() {
    stop.abort();
  }

  /** One at a time, as the switch wants it. */
  private synchronized long ask(VmClient client) {
    return TargetStart.ask(client);
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
    begin();
    return before != TargetStart.UNKNOWN && before == started;
  }

  /** Whether the same process answers at this moment; any thread. */
  boolean lives() {
    return tells() && ask(once) == started;
  }

  /** Looks if the last look was a while ago, as {@link #look} does. */
  void lookNowAndThen(SettledOffset taken) {
    if (tells() && !clock.instant().isBefore(next)) {
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
    Instant asked = clock.instant();
    long now = ask(once);
    next = clock.instant().plus(now == TargetStart.UNKNOWN ? LATER : APART);
    if (now == started) {
      taken.alive(asked);
    } else if (now != TargetStart.UNKNOWN) {
      throw new GatherException(
          ErrorCode.UNREACHABLE, "The target was started again while it was written to");
    }
  }
}
