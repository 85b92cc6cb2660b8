package io.vmgather.exporter.source;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A series selector, such as {@code up{job="a" or env=~"b.*"}}: what {@code match[]} takes. An
 * expression that computes something is none and has to be evaluated by {@code query_range}.
 *
 * @param metric the metric's name before the braces, empty if there is none
 * @param groups the matchers of each {@code or} branch as they were written; never empty
 */
public record Selector(String metric, List<String> groups) {
  public Selector {
    groups = List.copyOf(groups);
  }

  /** All series of the given jobs. */
  public static Selector ofJobs(Collection<String> jobs) {
    return new Selector("", List.of(jobMatcher(jobs)));
  }

  /** Reads a selector, or nothing when the text is some other expression. */
  public static Optional<Selector> parse(String text) {
    return new SelectorParser(text).parse();
  }

  /**
   * Reads a selector.
   *
   * @throws GatherException INVALID_INPUT at {@code query}
   */
  public static Selector require(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new GatherException(
                        ErrorCode.INVALID_INPUT, "\"" + text + "\" is not a series selector")
                    .hint(
                        "A selector looks like {job=\"vmagent\"}; use query type metricsql for more.")
                    .at("query"));
  }

  /**
   * The same selector, narrowed to some jobs. The matcher joins every branch, so that raw samples
   * stay what they are: nothing is evaluated.
   */
  public Selector withJobs(Collection<String> jobs) {
    if (jobs.isEmpty()) {
      return this;
    }
    String matcher = jobMatcher(jobs);
    List<String> narrowed = new ArrayList<>();
    for (String group : groups) {
      narrowed.add(group.isEmpty() ? matcher : group + "," + matcher);
    }
    return new Selector(metric, narrowed);
  }

  /** The selector as VictoriaMetrics reads it. */
  @Override
  public String toString() {
    if (groups.size() == 1 && groups.get(0).isEmpty() && !metric.isEmpty()) {
      return metric;
    }
    return metric + "{" + String.join(" or ", groups) + "}";
  }

  private static String jobMatcher(Collection<String> jobs) {
    if (jobs.size() == 1) {
      return "job=" + quoted(jobs.iterator().next());
    }
    return "job=~" + quoted(jobs.stream().map(Selector::literal).collect(Collectors.joining("|")));
  }

  /** Escapes what RE2 gives a meaning to. */
  private static String literal(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c -> {
              if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(c);
            });
    return escaped.toString();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
