package io.vmgather.importer.verify;

import io.vmgather.common.TimeWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares some series sample by sample: where numbers differ, or where they agree only because
 * samples of others make up for missing ones. Holds each timestamp that was sent, 8 bytes each.
 */
final class CloseLook {
  private static final long MOST_SAMPLES = 3_000_000;

  private final Map<Long, Series> byKey = new HashMap<>();
  private long held;

  private static final class Series {
    private Map<String, String> labels;
    private long[] sent = new long[16];
    private int count;
    private final BitSet there = new BitSet();
    private long extra;
    private long last;

    void add(long[] timestamps, int more) {
      if (count + more > sent.length) {
        sent = Arrays.copyOf(sent, Math.max(count + more, 2 * count));
      }
      System.arraycopy(timestamps, 0, sent, count, more);
      count += more;
    }

    void sort() {
      Arrays.sort(sent, 0, count);
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (i == 0 || sent[i] != sent[i - 1]) {
          sent[kept++] = sent[i];
        }
      }
      count = kept;
    }

    void clearFound() {
      there.clear();
      extra = 0;
      last = Long.MIN_VALUE;
    }

    void found(long millis) {
      int at = Arrays.binarySearch(sent, 0, count, millis);
      if (at >= 0) {
        there.set(at);
      } else if (millis != last) {
        extra++;
      }
      last = millis;
    }

    Gap gap(long oldest, long newest, long dedup) {
      long old = 0;
      long young = 0;
      long thinned = 0;
      long first = 0;
      long latest = 0;
      for (int i = there.nextClearBit(0); i < count; i = there.nextClearBit(i + 1)) {
        first = first == 0 ? sent[i] : first;
        latest = sent[i];
        old += sent[i] < oldest ? 1 : 0;
        young += sent[i] > newest ? 1 : 0;
        boolean later =
            dedup > 0 && i + 1 < count && endOf(sent[i], dedup) == endOf(sent[i + 1], dedup);
        thinned += later ? 1 : 0;
      }
      return new Gap(
          labels, count, count - there.cardinality(), extra, first, latest, old, young, thinned);
    }

    /** The end of the interval of which one sample stays: VictoriaMetrics lib/storage/dedup.go. */
    private static long endOf(long millis, long dedup) {
      return Math.floorDiv(millis + dedup - 1, dedup) * dedup;
    }
  }

  /**
   * Reads what was sent of these series.
   *
   * @param keys of the series; those that don't fit the memory are left out
   */
  CloseLook(SentSamples sent, Collection<Long> keys) {
    keys.forEach(key -> byKey.put(key, new Series()));
    sent.read(this::sentLine);
    byKey.values().removeIf(series -> series.labels == null);
    byKey.values().forEach(Series::sort);
  }

  private void sentLine(Map<String, String> labels, long[] timestamps, int count) {
    long key = SeriesKey.of(labels);
    Series series = count == 0 ? null : byKey.get(key);
    if (series == null) {
      return;
    }
    if (held + count > MOST_SAMPLES) {
      byKey.remove(key);
      held -= series.count;
      return;
    }
    held += count;
    series.labels = labels;
    series.add(timestamps, count);
  }

  /** Keys of the series that are compared. */
  Set<Long> keys() {
    return byKey.keySet();
  }

  /**
   * Compares with what the target holds now.
   *
   * @param kept what the target keeps of it
   */
  List<Gap> compare(TargetSamples target, List<TimeWindow> windows, Kept kept) {
    List<String> names =
        byKey.values().stream()
            .map(series -> series.labels.getOrDefault(SeriesKey.NAME, ""))
            .distinct()
            .sorted()
            .toList();
    if (names.isEmpty()) {
      return List.of();
    }
    target.read(names, windows, () -> byKey.values().forEach(Series::clearFound), this::foundLine);
    List<Gap> gaps = new ArrayList<>();
    byKey
        .values()
        .forEach(
            series ->
                gaps.add(series.gap(kept.oldestMillis(), kept.newestMillis(), kept.dedupMillis())));
    return gaps;
  }

  private void foundLine(Map<String, String> labels, long[] timestamps, int count) {
    Series series = byKey.get(SeriesKey.of(labels));
    for (int i = 0; series != null && i < count; i++) {
      series.found(timestamps[i]);
    }
  }
}
