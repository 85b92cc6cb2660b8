package io.vmgather.common.plot;

import java.util.List;
import java.util.TreeMap;

/**
 * A series' samples, thinned while they come, in any order. They fall into buckets of equal length,
 * of which each keeps its lowest and highest sample and a gap, so that peaks and holes stay. The
 * length begins at 1 ms and doubles whenever there are more points than wanted: what is few enough
 * stays as it is, and a series that lived for an hour of a day keeps its detail.
 */
public final class ThinnedSeries {
  private final int mostPoints;
  private TreeMap<Long, Bucket> buckets = new TreeMap<>();
  private int shift;
  private int points;
  private long samples;
  private Bucket last;
  private long lastKey;

  /**
   * An empty one.
   *
   * @param mostPoints at least 3
   */
  public ThinnedSeries(int mostPoints) {
    this.mostPoints = mostPoints;
  }

  /**
   * Takes a sample.
   *
   * @param value NaN for a gap
   */
  public void add(long millis, double value) {
    samples++;
    Bucket bucket = bucket(millis >> shift);
    points -= bucket.size();
    // Not -0.0, which equals 0 but would make a point of its own.
    bucket.add(new Point(millis, value + 0.0));
    points += bucket.size();
    while (points > mostPoints) {
      widen();
    }
  }

  /** How many were added. */
  public long samples() {
    return samples;
  }

  /** By time. */
  public List<Point> points() {
    return buckets.values().stream().flatMap(bucket -> bucket.points().stream()).toList();
  }

  private Bucket bucket(long key) {
    if (last == null || lastKey != key) {
      last = buckets.computeIfAbsent(key, k -> new Bucket());
      lastKey = key;
    }
    return last;
  }

  private void widen() {
    TreeMap<Long, Bucket> wider = new TreeMap<>();
    buckets.forEach(
        (key, bucket) -> wider.computeIfAbsent(key >> 1, k -> new Bucket()).add(bucket));
    buckets = wider;
    shift++;
    points = wider.values().stream().mapToInt(Bucket::size).sum();
    last = null;
  }
}
