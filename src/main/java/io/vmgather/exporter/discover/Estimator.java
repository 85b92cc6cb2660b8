package io.vmgather.exporter.discover;

import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.VmClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Estimates an export from up to {@value #MAX_LOOKS} short looks into its window, one in the middle
 * of each part of it, so that the server reads minutes where the export will read days. The whole
 * is read only up to an hour, and where all looks find nothing: then there is little to read. Any
 * thread.
 */
public final class Estimator {
  static final int MAX_LOOKS = 24;
  private static final long WHOLE = Duration.ofHours(1).toMillis();
  private static final long LOOK = Duration.ofMinutes(5).toMillis();
  private static final int PROBED_SERIES = 20;
  // {"metric":…,"values":[…],"timestamps":[…]} without what varies, the newline included.
  private static final int LINE_FRAME = 42;
  // Thirteen digits and a comma.
  private static final int TIMESTAMP_BYTES = 14;
  // What the exporter asks for as max_rows_per_line.
  private static final int SAMPLES_PER_LINE = 500;

  private final VmClient client;

  public Estimator(VmClient client) {
    this.client = client;
  }

  /**
   * Looks at {@code selectors} within {@code window}; overlapping ones are counted once.
   *
   * @return zeros when nothing matches
   * @throws GatherException INVALID_INPUT at {@code query}, or as {@link VmClient#call} does
   */
  public Estimate of(Collection<String> selectors, TimeWindow window) {
    List<String> checked = Selectors.checked(selectors);
    Queries queries = new Queries(client);
    Counts counts = counts(queries, checked, window);
    if (counts.samples() == 0) {
      return new Estimate(0, 0, 0, 0, queries.warnings());
    }
    double share = (double) window.lengthMillis() / counts.lookedMillis();
    long samples = Math.round(counts.samples() * share);
    long interval =
        Math.round((double) counts.lookMillis() * counts.seriesSum() / counts.samples());
    return new Estimate(
        counts.series(),
        samples,
        bytes(queries, checked, counts, samples),
        interval,
        queries.warnings());
  }

  /**
   * Roughly how many samples an export will read: what one short look tells, at the window's end or
   * else in its middle. For planning; {@link #of} looks closer, which costs the server a noticeable
   * part of an export.
   *
   * @return 0 when the looks find nothing
   */
  public long samples(Collection<String> selectors, TimeWindow window) {
    List<String> checked = Selectors.checked(selectors);
    Queries queries = new Queries(client);
    long look = Math.min(LOOK, window.lengthMillis());
    String count = "sum(" + Selectors.over("count_over_time", checked, Queries.millis(look)) + ")";
    long middle = window.startMillis() + window.lengthMillis() / 2;
    for (long at : new long[] {window.lastMillis(), middle}) {
      List<Queries.Series> found = queries.instant(count, at);
      if (!found.isEmpty() && found.get(0).value() > 0) {
        return Math.round(found.get(0).value() * window.lengthMillis() / look);
      }
    }
    return 0;
  }

  /**
   * What the looks found.
   *
   * @param series of the fullest look
   * @param seriesSum over all looks
   * @param samples over all looks
   * @param lookMillis length of one look
   * @param lookedMillis length of all looks
   * @param fullestAt when the fullest look ended, epoch milliseconds
   */
  private record Counts(
      long series,
      double seriesSum,
      double samples,
      long lookMillis,
      long lookedMillis,
      long fullestAt) {}

  private static Counts counts(Queries queries, List<String> selectors, TimeWindow window) {
    if (window.lengthMillis() > WHOLE) {
      long looks = Math.min(MAX_LOOKS, window.lengthMillis() / (2 * LOOK));
      long part = window.lengthMillis() / looks;
      long first = window.startMillis() + (part + LOOK) / 2 - 1;
      long last = first + part * (looks - 1);
      List<Queries.Series> found = queries.range(counting(selectors, LOOK), first, last, part);
      Counts counts = counts(found, LOOK, LOOK * looks, last);
      if (counts.samples() > 0) {
        return counts;
      }
    }
    long whole = window.lengthMillis();
    return counts(
        queries.instant(counting(selectors, whole), window.lastMillis()),
        whole,
        whole,
        window.lastMillis());
  }

  private static String counting(List<String> selectors, long look) {
    String each = Selectors.over("count_over_time", selectors, Queries.millis(look));
    return "union(label_set(count("
        + each
        + "), \"what\", \"series\"), label_set(sum("
        + each
        + "), \"what\", \"samples\"))";
  }

  private static Counts counts(List<Queries.Series> found, long look, long looked, long last) {
    Counts counts = new Counts(0, 0, 0, look, looked, last);
    for (Queries.Series one : found) {
      counts =
          one.label("what").equals("series")
              ? new Counts(
                  (long) one.value(),
                  one.sum(),
                  counts.samples(),
                  look,
                  looked,
                  one.timestampMillis())
              : new Counts(
                  counts.series(), counts.seriesSum(), one.sum(), look, looked, counts.fullestAt());
    }
    return counts;
  }

  private static long bytes(Queries queries, List<String> selectors, Counts counts, long samples) {
    String query =
        "limitk("
            + PROBED_SERIES
            + ", "
            + Selectors.over("last_over_time", selectors, Queries.millis(counts.lookMillis()))
            + ")";
    double labels = 0;
    double values = 0;
    List<Queries.Series> probed = queries.instant(query, counts.fullestAt());
    for (Queries.Series one : probed) {
      labels += labelBytes(one.labels());
      values += Double.toString(one.value()).replaceFirst("\\.0$", "").length() + 1;
    }
    int count = Math.max(1, probed.size());
    double lines = Math.max((double) counts.series(), (double) samples / SAMPLES_PER_LINE);
    return Math.round(
        lines * (labels / count + LINE_FRAME) + samples * (values / count + TIMESTAMP_BYTES));
  }

  private static int labelBytes(Map<String, String> labels) {
    // "name":"value", for each.
    return labels.entrySet().stream()
        .mapToInt(label -> label.getKey().length() + label.getValue().length() + 6)
        .sum();
  }
}
