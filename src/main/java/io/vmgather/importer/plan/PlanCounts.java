package io.vmgather.importer.plan;

import io.vmgather.common.bundle.SeriesSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan has seen and made so far. Memory is bounded: 16 to 32 bytes a series up to two
 * million of them, 10,000 label names, the first 100 lines that were skipped. One thread.
 */
public final class PlanCounts {
  private static final int MOST_SERIES = 2_000_000;
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_SKIPPED = 100;
  private static final int MOST_EXAMPLES = 5;

  private final int maxLabels;
  private final SeriesSet series = new SeriesSet(MOST_SERIES);
  private final Map<String, long[]> labelSeries = new LinkedHashMap<>();
  private final List<Map<String, String>> examples = new ArrayList<>();
  private final List<SkippedLine> skipped = new ArrayList<>();
  private final Map<String, long[]> reasons = new LinkedHashMap<>();
  private long lines;
  private long readSamples;
  private long sentSamples;
  private long skippedLines;
  private long skippedSamples;
  private long tooOld;
  private long thinnedOut;
  private int mostLabels;
  private long overLimitSeries;
  private long overLimitSamples;
  private TimestampUnit unit = TimestampUnit.MILLIS;
  private final Map<TimestampUnit, Long> scaled = new EnumMap<>(TimestampUnit.class);
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long firstSent = Long.MAX_VALUE;
  private long lastSent = Long.MIN_VALUE;

  PlanCounts(int maxLabels) {
    this.maxLabels = maxLabels;
  }

  void line(Labels labels, Stamps stamps) {
    lines++;
    readSamples += stamps.count();
    first = Math.min(first, stamps.min());
    last = Math.max(last, stamps.max());
    if (stamps.unit() != TimestampUnit.MILLIS) {
      unit = stamps.unit();
      scaled.merge(unit, (long) stamps.count(), Long::sum);
    }
    boolean over = labels.count() > maxLabels;
    if (over) {
      overLimitSamples += stamps.count();
    }
    if (series.add(labels.hash())) {
      newSeries(labels, over);
    }
  }

  private void newSeries(Labels labels, boolean over) {
    mostLabels = Math.max(mostLabels, labels.count());
    overLimitSeries += over ? 1 : 0;
    Map<String, String> set = labels.map();
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(Map.copyOf(set));
    }
    for (String name : set.keySet()) {
      if (labelSeries.size() < MOST_NAMES || labelSeries.containsKey(name)) {
        long[] count = labelSeries.computeIfAbsent(name, unseen -> new long[2]);
        count[0]++;
        count[1] += over ? 1 : 0;
      }
    }
  }

  void sent(Labels labels, Stamps stamps, long shiftMillis) {
    sentSamples += stamps.count();
    firstSent = Math.min(firstSent, stamps.min() + shiftMillis);
    lastSent = Math.max(lastSent, stamps.max() + shiftMillis);
  }

  void sent(Labels labels, long atMillis) {
    sentSamples++;
    firstSent = Math.min(firstSent, atMillis);
    lastSent = Math.max(lastSent, atMillis);
  }

  void tooOld() {
    tooOld++;
  }

  void thinnedOut() {
    thinnedOut++;
  }

  void skipped(long number, String reason, long samples) {
    skippedLines++;
    skippedSamples += samples;
    if (skipped.size() < MOST_SKIPPED) {
      skipped.add(new SkippedLine(number, reason, samples));
    }
    // Numbers differ from line to line; the reason is the same.
    long[] count = reasons.computeIfAbsent(reason.replaceAll("\\d+", "n"), unseen -> new long[2]);
    count[0]++;
    count[1] += samples;
  }

  /** Sound lines. */
  public long lines() {
    return lines;
  }

  /** Samples of sound lines. */
  public long samples() {
    return readSamples;
  }

  /** Samples that were handed on. */
  public long sentSamples() {
    return sentSamples;
  }

  /** Distinct label sets after dropping; a lower bound where {@link #seriesExact} is false. */
  public long series() {
    return series.size();
  }

  public boolean seriesExact() {
    return series.exact();
  }

  public long skippedLines() {
    return skippedLines;
  }

  public long skippedSamples() {
    return skippedSamples;
  }

  /** The first 100. */
  public List<SkippedLine> skipped() {
    return List.copyOf(skipped);
  }

  /** All reasons; numbers in them are written n. */
  public List<SkippedReason> skippedReasons() {
    return reasons.entrySet().stream()
        .map(entry -> new SkippedReason(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
        .sorted(Comparator.comparingLong(SkippedReason::lines).reversed())
        .toList();
  }

  /** Samples left out because they are older than the cut-off. */
  public long droppedOld() {
    return tooOld;
  }

  /** Samples left out because a later one of their step stayed. */
  public long thinned() {
    return thinnedOut;
  }

  /** The most labels that a series has, {@code __name__} among them. */
  public int mostLabels() {
    return mostLabels;
  }

  public long overLimitSeries() {
    return overLimitSeries;
  }

  public long overLimitSamples() {
    return overLimitSamples;
  }

  /** What timestamps counted, where it was not milliseconds the last such unit. */
  public TimestampUnit unit() {
    return unit;
  }

  /** Samples of sound lines whose timestamps are no milliseconds, by what they count. */
  public Map<TimestampUnit, Long> scaled() {
    return Collections.unmodifiableMap(scaled);
  }

  /** Earliest timestamp as read, in milliseconds; greater than {@link #last} without a sample. */
  public long first() {
    return first;
  }

  public long last() {
    return last;
  }

  /** Earliest timestamp as handed on; greater than {@link #lastSent} without a sample. */
  public long firstSent() {
    return firstSent;
  }

  public long lastSent() {
    return lastSent;
  }

  /** Label sets of the first series. */
  public List<Map<String, String>> examples() {
    return List.copyOf(examples);
  }

  /** Of each label in how many series it is; the most frequent first. */
  public List<LabelCount> labels() {
    return labelSeries.entrySet().stream()
        .map(entry -> new LabelCount(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
        .sorted(
            Comparator.comparingLong(LabelCount::count).reversed().thenComparing(LabelCount::name))
        .toList();
  }
}
