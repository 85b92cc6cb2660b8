package io.vmgather.common;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a job has been over the last seconds. Not thread-safe. */
public final class Throughput {
  private static final Duration SPAN = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(500);

  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(Instant at, long samples, long bytes) {}

  /** Takes in how far the job is; cheap enough for every line. */
  public void reached(Instant now, long samples, long bytes) {
    Mark last = marks.peekLast();
    if (last != null && samples < last.samples()) {
      // What a failed attempt read does not count; it begins anew.
      marks.clear();
      last = null;
    }
    if (last == null || !now.isBefore(last.at().plus(STEP))) {
      marks.addLast(new Mark(now, samples, bytes));
    }
    while (marks.size() > 2 && marks.peekFirst().at().isBefore(now.minus(SPAN))) {
      marks.removeFirst();
    }
  }

  public double samplesPerSecond(Instant now, long samples) {
    Mark first = marks.peekFirst();
    return first == null ? 0 : speed(samples - first.samples(), first.at(), now);
  }

  public double bytesPerSecond(Instant now, long bytes) {
    Mark first = marks.peekFirst();
    return first == null ? 0 : speed(bytes - first.bytes(), first.at(), now);
  }

  /** Not below 0: what was rolled back is no speed. */
  private static double speed(long more, Instant from, Instant to) {
    return Math.max(0, more) / seconds(from, to);
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(STEP.toMillis(), Duration.between(from, to).toMillis()) / 1000.0;
  }
}
