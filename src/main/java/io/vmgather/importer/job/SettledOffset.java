package io.vmgather.importer.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Up to where a target has not only taken what it was sent but had the time to write it to its
 * disk: what it took last is lost when it dies.
 */
final class SettledOffset {
  // VictoriaMetrics writes every 5 s (-inmemoryDataFlushInterval); more than that when it is busy.
  private static final Duration SETTLES = Duration.ofSeconds(15);
  private static final Duration APART = Duration.ofMillis(500);

  private final Deque<Mark> marks = new ArrayDeque<>();
  private long settled;
  private long taken;

  private record Mark(Instant at, long offset) {}

  SettledOffset(long start) {
    settled = start;
    taken = start;
  }

  synchronized long settled() {
    return settled;
  }

  /** Up to where everything was taken by a target that has not died since. */
  synchronized long taken() {
    return taken;
  }

  /** Everything up to there was taken by now. */
  synchronized void acknowledged(long offset, Instant now) {
    Mark last = marks.peekLast();
    if (last == null || !now.isBefore(last.at().plus(APART))) {
      marks.addLast(new Mark(now, offset));
    }
    taken = offset;
  }

  /** The target died: what it took since the offset that this returns no longer counts. */
  synchronized long rewind() {
    marks.clear();
    taken = settled;
    return settled;
  }

  /**
   * The very process that took it all lived at that time. By an answer, never by the clock alone:
   * nobody knows when a silent target died.
   */
  synchronized void alive(Instant then) {
    while (!marks.isEmpty() && !marks.peekFirst().at().plus(SETTLES).isAfter(then)) {
      settled = marks.removeFirst().offset();
    }
  }
}
