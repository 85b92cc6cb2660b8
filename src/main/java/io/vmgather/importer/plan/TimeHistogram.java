package io.vmgather.importer.plan;

import java.util.Arrays;
import java.util.List;

/**
 * How samples lie in time, in at most 400 steps: the step doubles when the range grows, so that one
 * pass is enough.
 */
final class TimeHistogram {
  private static final int MOST_STEPS = 400;

  private final long[] points = new long[MOST_STEPS];
  private long stepMillis = 1000;
  private long start = Long.MIN_VALUE;
  private int used;

  void add(Stamps stamps) {
    long[] millis = stamps.millis();
    cover(stamps.min(), stamps.max());
    for (int i = 0; i < stamps.count(); i++) {
      points[(int) ((millis[i] - start) / stepMillis)]++;
    }
  }

  private void cover(long min, long max) {
    if (start == Long.MIN_VALUE) {
      start = Math.floorDiv(min, stepMillis) * stepMillis;
      used = 1;
    }
    long end = start + used * stepMillis;
    long least = Math.min(min, start);
    long most = Math.max(max + 1, end);
    while (steps(least, most) > MOST_STEPS) {
      widen();
    }
    long first = Math.floorDiv(least, stepMillis) * stepMillis;
    int moved = (int) ((start - first) / stepMillis);
    if (moved > 0) {
      System.arraycopy(points, 0, points, moved, MOST_STEPS - moved);
      Arrays.fill(points, 0, moved, 0);
      start = first;
    }
    used = Math.max(used + moved, (int) steps(start, most));
  }

  private long steps(long from, long to) {
    long first = Math.floorDiv(from, stepMillis);
    return -Math.floorDiv(-to, stepMillis) - first;
  }

  private void widen() {
    long wider = stepMillis * 2;
    long first = Math.floorDiv(start, wider) * wider;
    long[] merged = new long[MOST_STEPS];
    for (int i = 0; i < used; i++) {
      merged[(int) ((start + i * stepMillis - first) / wider)] += points[i];
    }
    used = (int) (-Math.floorDiv(-(start + used * stepMillis), wider) - first / wider);
    System.arraycopy(merged, 0, points, 0, MOST_STEPS);
    start = first;
    stepMillis = wider;
  }

  long startMillis() {
    return start;
  }

  long stepMillis() {
    return stepMillis;
  }

  List<Long> points() {
    return start == Long.MIN_VALUE ? List.of() : Arrays.stream(points, 0, used).boxed().toList();
  }
}
