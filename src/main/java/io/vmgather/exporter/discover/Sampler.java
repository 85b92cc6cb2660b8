package io.vmgather.exporter.discover;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.VmClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes preview samples. Any thread. */
public final class Sampler {
  private static final int MAX = 1000;
  private static final long LOOK = Duration.ofMinutes(5).toMillis();

  private final VmClient client;

  public Sampler(VmClient client) {
    this.client = client;
  }

  /**
   * Up to {@code limit} (1 to 1000) series of {@code selectors}, from the end of {@code window};
   * where nothing is there from its middle, its start, and at last from anywhere in it.
   *
   * @throws GatherException INVALID_INPUT at {@code query} or {@code limit}, or as {@link
   *     VmClient#call} does
   */
  public Samples ofSelectors(Collection<String> selectors, TimeWindow window, int limit) {
    List<String> checked = Selectors.checked(selectors);
    checkLimit(limit);
    Queries queries = new Queries(client);
    long look = Math.min(LOOK, window.lengthMillis());
    long middle = window.startMillis() + (window.lengthMillis() + look) / 2 - 1;
    for (long at : new long[] {window.lastMillis(), middle, window.startMillis() + look - 1}) {
      List<Queries.Series> found = queries.instant(some(checked, look, limit), at);
      if (!found.isEmpty()) {
        return samples(found, limit, queries);
      }
    }
    String anywhere = some(checked, window.lengthMillis(), limit);
    return samples(queries.instant(anywhere, window.lastMillis()), limit, queries);
  }

  /** Up to {@code limit} (1 to 1000) series of a MetricsQL query at the end of {@code window}. */
  public Samples ofQuery(String query, TimeWindow window, int limit) {
    checkLimit(limit);
    Queries queries = new Queries(client);
    String limited = "limitk(" + limit + ", (" + query + "\n))";
    return samples(queries.instant(limited, window.lastMillis()), limit, queries);
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "The limit is " + limit + ", allowed are 1 to " + MAX)
          .at("limit");
    }
  }

  private static String some(List<String> selectors, long look, int limit) {
    String each = Selectors.over("last_over_time", selectors, Queries.millis(look));
    return "limitk(" + limit + ", " + each + ")";
  }

  private static Samples samples(List<Queries.Series> found, int limit, Queries queries) {
    List<Samples.Sample> samples = new ArrayList<>();
    for (Queries.Series one : found.subList(0, Math.min(limit, found.size()))) {
      Map<String, String> labels = new LinkedHashMap<>(one.labels());
      labels.remove("__name__");
      String name = one.label("__name__");
      samples.add(new Samples.Sample(name, name, labels, one.value(), one.timestampMillis()));
    }
    return new Samples(List.copyOf(samples), samples.size(), queries.warnings());
  }
}
