package io.vmgather.exporter.discover;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads all values that a label has in a selection. Any thread. */
public final class LabelReader {
  private static final int LIMIT = 1_000_000;
  // Taken in at once: some 30 MB.
  private static final int LIMIT_ANYWHERE = 200_000;
  // -search.maxTagValues (100,000 unless set) cuts the answer without a word, and its value can't
  // be asked for. Limits are round numbers: an answer of a round size is checked another way.
  private static final int SMALLEST_LIMIT = 1000;
  private static final long SLICE = Duration.ofHours(6).toMillis();

  private static final String RECENT = "5m";

  private final VmClient client;

  public LabelReader(VmClient client) {
    this.client = client;
  }

  /**
   * The values of {@code label} on the series of {@code selectors} within {@code window}; the
   * index's grain is a day, so values of the same days may join.
   *
   * @throws GatherException INVALID_INPUT at {@code query}, or as {@link VmClient#call} does; not
   *     for limits of the server, which make the result incomplete
   */
  public LabelValues values(String label, Collection<String> selectors, TimeWindow window) {
    List<String> checked = Selectors.checked(selectors);
    Queries queries = new Queries(client);
    SortedSet<String> values = new TreeSet<>();
    boolean complete;
    try {
      complete = byIndex(queries, label, checked, window, values);
    } catch (GatherException failure) {
      if (failure.code() != ErrorCode.ROUTE_MISSING && !Queries.tooMuch(failure)) {
        throw failure;
      }
      complete = false;
    }
    if (!complete) {
      complete = bySamples(queries, label, checked, window, values);
    }
    values.remove("");
    return new LabelValues(label, List.copyOf(values), complete && queries.warnings().isEmpty());
  }

  /**
   * The values of {@code label} on any series within {@code window}, up to {@value
   * #LIMIT_ANYWHERE}: by the index alone, since the samples of everything are too many to read.
   *
   * @throws GatherException as {@link VmClient#call} does; not for limits of the server or a
   *     missing route, which make the result incomplete
   */
  public LabelValues anywhere(String label, TimeWindow window) {
    Queries queries = new Queries(client);
    SortedSet<String> values = new TreeSet<>();
    boolean complete = false;
    try {
      Params params = Params.none().in(window).and("limit", LIMIT_ANYWHERE);
      complete = !roundSize(index(queries, label, params, values));
    } catch (GatherException failure) {
      if (failure.code() != ErrorCode.ROUTE_MISSING && !Queries.tooMuch(failure)) {
        throw failure;
      }
    }
    values.remove("");
    return new LabelValues(label, List.copyOf(values), complete && queries.warnings().isEmpty());
  }

  private static boolean byIndex(
      Queries queries,
      String label,
      List<String> selectors,
      TimeWindow window,
      SortedSet<String> values) {
    Params params = Params.none().and("match[]", selectors).in(window).and("limit", LIMIT);
    int size = index(queries, label, params, values);
    // Below the smallest limit nothing was cut, so nothing need be counted another way.
    return size < SMALLEST_LIMIT
        || (!roundSize(size) && recently(queries, label, selectors, window) <= size);
  }

  /** Adds what the index gives; returns how many that were. */
  private static int index(Queries queries, String label, Params params, SortedSet<String> values) {
    JsonNode found = queries.call("/api/v1/label/" + pathSegment(label) + "/values", params);
    found.path("data").forEach(value -> values.add(value.asText()));
    return found.path("data").size();
  }

  private static boolean roundSize(int size) {
    return size >= SMALLEST_LIMIT && size % SMALLEST_LIMIT == 0;
  }

  /** How many values the window's last minutes have: never more than the whole window. */
  private static long recently(
      Queries queries, String label, List<String> selectors, TimeWindow window) {
    String query =
        "count(count by ("
            + quoted(label)
            + ") ("
            + Selectors.over("last_over_time", selectors, RECENT)
            + "))";
    return queries.instant(query, window.lastMillis()).stream()
        .mapToLong(count -> (long) count.value())
        .sum();
  }

  /** Reads the samples, some hours at a time; slower, but within other limits. */
  private static boolean bySamples(
      Queries queries,
      String label,
      List<String> selectors,
      TimeWindow window,
      SortedSet<String> values) {
    try {
      for (long start = window.startMillis(); start < window.endMillis(); start += SLICE) {
        TimeWindow slice = new TimeWindow(start, Math.min(window.endMillis(), start + SLICE));
        String query =
            "count by ("
                + quoted(label)
                + ") ("
                + Selectors.over("last_over_time", selectors, Queries.lookback(slice))
                + ")";
        for (Queries.Series one : queries.instant(query, slice.lastMillis())) {
          values.add(one.label(label));
        }
      }
      return true;
    } catch (GatherException failure) {
      if (!Queries.tooMuch(failure)) {
        throw failure;
      }
      return false;
    }
  }

  private static String pathSegment(String label) {
    return URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A label as MetricsQL writes it: other characters than letters are escaped one by one. */
  private static String quoted(String label) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean plain = c == '_' || Character.isLetterOrDigit(c);
      name.append(plain ? "" : "\\").append(c);
    }
    return name.toString();
  }
}
