package io.vmgather.exporter.discover;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.source.Selector;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries a selector or a MetricsQL query. Any thread. */
public final class QueryCheck {
  private static final int PROBED_SERIES = 1000;
  private static final Pattern ASKED =
      Pattern.compile("error when executing query=\"(?:[^\"\\\\]|\\\\.)*+\" for \\([^)]*\\): ");
  private static final Pattern UNPARSED =
      Pattern.compile("; unparsed data: \"(.*?)(?:\\\\n|\\\\?\\s)?\\)*\"$", Pattern.DOTALL);
  private static final Pattern AT_THE_END = Pattern.compile("unexpected token \"\\)?\"");

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
    if (query.replaceAll("\\s", "").equals("{}")) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "{} names no series")
          .hint("Name at least one: {job=\"vmagent\"}, or {__name__!=\"\"} for all.")
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
      throw new GatherException(ErrorCode.INVALID_INPUT, cause(failure.getMessage()), failure)
          .hint("Correct the query and try again.")
          .at("query");
    }
  }

  /**
   * What is wrong, without the query around the query, which was only there to count. Source of the
   * wording: VictoriaMetrics app/vmselect/prometheus and the MetricsQL parser.
   */
  private static String cause(String message) {
    String bare = ASKED.matcher(message).replaceFirst("");
    Matcher unparsed = UNPARSED.matcher(bare);
    if (!unparsed.find()) {
      return bare;
    }
    String rest = unparsed.group(1);
    String said = bare.substring(0, unparsed.start());
    return rest.isBlank()
        ? AT_THE_END.matcher(said).replaceFirst("unexpected end")
        : said + "; unparsed data: \"" + rest + '"';
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
