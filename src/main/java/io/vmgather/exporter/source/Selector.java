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
  private static final int SHOWN_CHARACTERS = 200;

  public Selector {
    groups = List.copyOf(groups);
  }

  /** All series of the given jobs. */
  public static Selector ofJobs(Collection<String> jobs) {
    return ofAny("job", jobs);
  }

  /**
   * All series whose label has one of these values, taken literally.
   *
   * @param label a name that needs no quotes
   */
  public static Selector ofAny(String label, Collection<String> values) {
    return new Selector("", List.of(matcher(label, values)));
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
                        ErrorCode.INVALID_INPUT,
                        "\"" + excerpt(text) + "\" is not a series selector")
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
    String matcher = matcher("job", jobs);
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

  private static String matcher(String label, Collection<String> values) {
    if (values.size() == 1) {
      return label + "=" + quoted(values.iterator().next());
    }
    return label
        + "=~"
        + quoted(values.stream().map(Selector::literal).collect(Collectors.joining("|")));
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

  private static String excerpt(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() > SHOWN_CHARACTERS ? line.substring(0, SHOWN_CHARACTERS) + "…" : line;
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
