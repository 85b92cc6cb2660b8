package io.vmgather.exporter.discover;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.source.Selector;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tries a selector or a MetricsQL query. Any thread. */
public final class QueryCheck {
  private static final int PROBED_SERIES = 1000;

  private final VmClient client;
  private final Clock clock;

  public QueryCheck(VmClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  public QueryCheck(VmClient client) {
    this(client, Clock.systemUTC());
  }

  /** Whether {@code query} is a plain selector, whose raw samples can be exported. */
  public static boolean isSelector(String query) {
    return Selector.parse(query).isPresent();
  }

  /**
   * Tries {@code query} now.
   *
   * @throws GatherException INVALID_INPUT at {@code query} when it is empty or VictoriaMetrics
   *     can't read it; else as {@link VmClient#call} does
   */
  public QueryReport check(String query) {
    if (query == null || query.isBlank()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "The query is empty")
          .hint("Give a selector such as {job=\"vmagent\"}.")
          .at("query");
    }
    boolean selector = isSelector(query);
    try {
      Queries queries = new Queries(client);
      QueryReport report = report(queries, selector ? last(query, "5m") : query, selector);
      return selector && report.resultCount() == 0
          ? report(queries, last(query, "1d"), true)
          : report;
    } catch (GatherException failure) {
      if (failure.code() != ErrorCode.REJECTED) {
        throw failure;
      }
      throw new GatherException(ErrorCode.INVALID_INPUT, failure.getMessage(), failure)
          .hint("Correct the query and try again.")
          .at("query");
    }
  }

  private static String last(String selector, String lookback) {
    return Selectors.over("last_over_time", List.of(selector.strip()), lookback);
  }

  private QueryReport report(Queries queries, String query, boolean selector) {
    long now = clock.millis();
    String counted = "count((" + query + "\n))";
    List<Queries.Series> count = queries.instant(counted, now);
    long found = count.isEmpty() ? 0 : (long) count.get(0).value();
    Set<String> labels = new TreeSet<>();
    if (found > 0) {
      String some = "limitk(" + PROBED_SERIES + ", (" + query + "\n))";
      queries.instant(some, now).forEach(one -> labels.addAll(one.labels().keySet()));
    }
    return new QueryReport(
        found,
        labels.contains("job"),
        labels.contains("instance"),
        List.copyOf(labels),
        selector ? "selector" : "metricsql",
        queries.warnings());
  }
}
