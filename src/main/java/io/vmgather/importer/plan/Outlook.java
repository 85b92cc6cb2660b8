package io.vmgather.importer.plan;

import io.vmgather.common.bundle.SeriesSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a plan would come to on a target: samples by time, outside of its retention or in the
 * future, and series over its label limit by their label names. Memory is bounded. One thread.
 */
public final class Outlook {
  private static final int MOST_SERIES = 1_000_000;
  private static final int MOST_GROUPS = 200;

  private final long cutoffMillis;
  private final long nowMillis;
  private final int maxLabels;
  private final TimeHistogram times = new TimeHistogram();
  private final SeriesSet outsideSeries = new SeriesSet(MOST_SERIES);
  private final SeriesSet overSeries = new SeriesSet(MOST_SERIES);
  private final SeriesSet countedSeries = new SeriesSet(MOST_SERIES);
  private final Map<Integer, Long> seriesByLabels = new TreeMap<>();
  private final Map<List<String>, long[]> groups = new java.util.LinkedHashMap<>();
  private boolean groupsCut;
  private long outsideSamples;
  private long futureSamples;

  /**
   * Series with the same label names.
   *
   * @param names of the labels
   * @param series that have just these
   * @param points their samples
   */
  public record LabelGroup(List<String> names, long series, long points) {}

  /**
   * How many series have so many labels.
   *
   * @param labels number of labels
   * @param series that have so many
   */
  public record LabelHistogram(int labels, long series) {}

  /**
   * Samples by time, {@code points[i]} in {@code [start + i·step, start + (i+1)·step)}.
   *
   * @param startMs epoch milliseconds
   * @param stepMs milliseconds
   * @param points samples of each step
   */
  public record Times(long startMs, long stepMs, List<Long> points) {}

  /**
   * An outlook on one target.
   *
   * @param cutoffMillis what is older is outside of the retention; 0 when that is unknown
   */
  public Outlook(long cutoffMillis, long nowMillis, int maxLabels) {
    this.cutoffMillis = cutoffMillis;
    this.nowMillis = nowMillis;
    this.maxLabels = maxLabels;
  }

  /** Looks at the line that the plan took last. */
  public void look(LinePlan plan) {
    Labels labels = plan.labels();
    Stamps stamps = plan.stamps();
    times.add(stamps);
    long hash = labels.hash();
    if (countedSeries.add(hash)) {
      seriesByLabels.merge(labels.count(), 1L, Long::sum);
    }
    if (labels.count() > maxLabels) {
      overLimit(labels, stamps.count(), overSeries.add(hash));
    }
    countOutside(stamps, hash);
  }

  private void countOutside(Stamps stamps, long hash) {
    if (cutoffMillis > 0 && stamps.min() < cutoffMillis) {
      outsideSeries.add(hash);
      outsideSamples += count(stamps, Long.MIN_VALUE, cutoffMillis);
    }
    if (stamps.max() > nowMillis) {
      futureSamples += count(stamps, nowMillis + 1, Long.MAX_VALUE);
    }
  }

  private static long count(Stamps stamps, long from, long to) {
    long count = 0;
    for (int i = 0; i < stamps.count(); i++) {
      long at = stamps.millis()[i];
      count += at >= from && at < to ? 1 : 0;
    }
    return count;
  }

  private void overLimit(Labels labels, int samples, boolean newSeries) {
    List<String> names = labels.map().keySet().stream().sorted().toList();
    if (groups.size() == MOST_GROUPS && !groups.containsKey(names)) {
      groupsCut = true;
      return;
    }
    long[] count = groups.computeIfAbsent(names, unseen -> new long[2]);
    count[0] += newSeries ? 1 : 0;
    count[1] += samples;
  }

  public Times times() {
    return new Times(times.startMillis(), times.stepMillis(), times.points());
  }

  public List<LabelHistogram> labelHistogram() {
    return seriesByLabels.entrySet().stream()
        .map(entry -> new LabelHistogram(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Series over the label limit; at most 200 groups. */
  public List<LabelGroup> overLimitGroups() {
    return groups.entrySet().stream()
        .map(group -> new LabelGroup(group.getKey(), group.getValue()[0], group.getValue()[1]))
        .toList();
  }

  public boolean overLimitGroupsCut() {
    return groupsCut;
  }

  /** Series with a sample that is older than the retention, before any shift. */
  public long outsideSeries() {
    return outsideSeries.size();
  }

  public long outsideSamples() {
    return outsideSamples;
  }

  /** Samples that are later than now, before any shift. */
  public long futureSamples() {
    return futureSamples;
  }
}
