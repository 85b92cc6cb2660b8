package io.vmgather.importer.verify;

import io.vmgather.common.TimeWindow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Some metrics, counted on both sides. For one thread. */
final class PartCount {
  /** Names in one request: more make a selector that is slow to match. */
  private static final int NAMES_A_REQUEST = 200;

  private final List<String> names;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final int slice;
  private final int slices;
  private final SeriesTable table = new SeriesTable();
  private final TargetSamples target;
  private final List<TimeWindow> windows;
  private Map<String, String> lastLabels;
  private long lastKey;
  private final Map<String, Integer> jobIndexes = new HashMap<>();
  private final List<String> jobs = new ArrayList<>();

  /**
   * Counts what was sent.
   *
   * @param slice which part of the series, by their keys, of {@code slices}
   */
  PartCount(
      SentSamples sent,
      List<String> names,
      int slice,
      int slices,
      TargetSamples target,
      List<TimeWindow> windows) {
    this.names = names;
    this.slice = slice;
    this.slices = slices;
    this.target = target;
    this.windows = windows;
    names.forEach(name -> indexes.put(name, indexes.size()));
    sent.read(this::sentLine);
  }

  private void sentLine(Map<String, String> labels, long[] timestamps, int count) {
    Integer name = indexes.get(labels.getOrDefault(SeriesKey.NAME, ""));
    if (name == null || count == 0) {
      return;
    }
    if (labels != lastLabels) {
      lastLabels = labels;
      lastKey = SeriesKey.of(labels);
    }
    if (Long.remainderUnsigned(lastKey, slices) == slice) {
      int slot = table.put(lastKey, name, job(labels));
      for (int i = 0; i < count; i++) {
        table.sent(slot, timestamps[i]);
      }
    }
  }

  private int job(Map<String, String> labels) {
    return jobIndexes.computeIfAbsent(
        labels.getOrDefault(JobCounts.LABEL, ""),
        unseen -> {
          jobs.add(unseen);
          return jobs.size() - 1;
        });
  }

  /** Asks the target for those metrics of the part that differ; at first all do. */
  void count() {
    List<String> asked = differingNames();
    for (int from = 0; from < asked.size(); from += NAMES_A_REQUEST) {
      List<String> some = asked.subList(from, Math.min(asked.size(), from + NAMES_A_REQUEST));
      BitSet of = new BitSet();
      some.forEach(name -> of.set(indexes.get(name)));
      target.read(some, windows, () -> clear(of), this::foundLine);
    }
  }

  private void clear(BitSet of) {
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.used(slot) && of.get(table.name(slot))) {
        table.clearFound(slot);
      }
    }
  }

  private void foundLine(Map<String, String> labels, long[] timestamps, int count) {
    int slot = table.find(SeriesKey.of(labels));
    for (int i = 0; slot >= 0 && i < count; i++) {
      table.found(slot, timestamps[i]);
    }
  }

  private List<String> differingNames() {
    BitSet different = new BitSet();
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.used(slot) && !table.same(slot)) {
        different.set(table.name(slot));
      }
    }
    return different.stream().mapToObj(names::get).toList();
  }

  /** Keys of the series that differ and have to be looked at sample by sample, at most so many. */
  List<Long> differing(int most) {
    List<Long> keys = new ArrayList<>();
    for (int slot = 0; slot < table.capacity() && keys.size() < most; slot++) {
      if (table.used(slot) && !table.same(slot)) {
        keys.add(table.key(slot));
      }
    }
    return keys;
  }

  List<String> names() {
    return names;
  }

  /**
   * As far as numbers tell; samples of others in the same series are not told apart.
   *
   * @param without keys of series to leave out
   */
  Totals totals(Set<Long> without) {
    long series = 0;
    long present = 0;
    long sent = 0;
    long found = 0;
    long different = 0;
    long missing = 0;
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.used(slot) && !without.contains(table.key(slot))) {
        series++;
        present += table.foundCount(slot) > 0 ? 1 : 0;
        sent += table.sentCount(slot);
        found += table.foundCount(slot);
        different += table.same(slot) ? 0 : 1;
        missing += Math.max(0, table.sentCount(slot) - table.foundCount(slot));
      }
    }
    return new Totals(series, present, sent, found, different, missing);
  }

  /**
   * As {@link #totals}, by job.
   *
   * @param without keys of series to leave out
   */
  JobCounts byJob(Set<Long> without) {
    JobCounts counts = new JobCounts();
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.used(slot) && !without.contains(table.key(slot))) {
        long sent = table.sentCount(slot);
        counts.add(jobs.get(table.job(slot)), sent, Math.min(sent, table.foundCount(slot)));
      }
    }
    return counts;
  }

  /** Samples that are there more than once, in all series. */
  long repeated() {
    long repeated = 0;
    for (int slot = 0; slot < table.capacity(); slot++) {
      repeated += table.used(slot) ? table.repeated(slot) : 0;
    }
    return repeated;
  }

  /** Whether a number is too small somewhere. */
  boolean fewer() {
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.used(slot) && table.fewer(slot)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sums over series.
   *
   * @param present series of which anything was found
   * @param missing samples by which series fall short, at least
   */
  record Totals(long series, long present, long sent, long found, long different, long missing) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    Totals plus(Totals other) {
      return new Totals(
          series + other.series,
          present + other.present,
          sent + other.sent,
          found + other.found,
          different + other.different,
          missing + other.missing);
    }
  }
}
