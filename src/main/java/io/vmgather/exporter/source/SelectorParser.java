package io.vmgather.exporter.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads MetricsQL's series selectors, and nothing else. Source of the grammar: VictoriaMetrics'
 * metricsql package: names with escapes, strings in three kinds of quotes, matchers joined by
 * commas, branches joined by {@code or}, a comma before the closing brace allowed.
 */
final class SelectorParser {
  private final String text;
  private int position;

  SelectorParser(String text) {
    this.text = text;
  }

  Optional<Selector> parse() {
    skipSpace();
    String metric = name();
    skipSpace();
    if (atEnd()) {
      return metric.isEmpty() ? Optional.empty() : Optional.of(new Selector(metric, List.of("")));
    }
    if (text.charAt(position) != '{') {
      return Optional.empty();
    }
    position++;
    Optional<List<String>> groups = groups();
    skipSpace();
    return atEnd() ? groups.map(found -> new Selector(metric, found)) : Optional.empty();
  }

  private Optional<List<String>> groups() {
    List<String> groups = new ArrayList<>();
    List<String> matchers = new ArrayList<>();
    while (true) {
      skipSpace();
      if (atEnd()) {
        return Optional.empty();
      }
      if (take("}")) {
        groups.add(String.join(",", matchers));
        return Optional.of(groups);
      }
      String matcher = matcher();
      if (matcher == null) {
        return Optional.empty();
      }
      matchers.add(matcher);
      skipSpace();
      if (takeOr()) {
        groups.add(String.join(",", matchers));
        matchers = new ArrayList<>();
      } else if (!take(",") && (atEnd() || text.charAt(position) != '}')) {
        return Optional.empty();
      }
    }
  }

  /** {@code label="value"} with any of the four operators, or a metric's name in quotes. */
  private String matcher() {
    int start = position;
    boolean quoted = string();
    if (!quoted && name().isEmpty()) {
      return null;
    }
    String label = text.substring(start, position);
    skipSpace();
    String operator = operator();
    if (operator.isEmpty()) {
      return quoted ? label : null;
    }
    skipSpace();
    int value = position;
    return string() ? label + operator + text.substring(value, position) : null;
  }

  private String operator() {
    for (String operator : List.of("=~", "!~", "!=", "=")) {
      if (take(operator)) {
        return operator;
      }
    }
    return "";
  }

  private boolean string() {
    if (atEnd() || "\"'`".indexOf(text.charAt(position)) < 0) {
      return false;
    }
    char quote = text.charAt(position);
    for (int i = position + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '`') {
        i++;
      } else if (c == quote) {
        position = i + 1;
        return true;
      }
    }
    return false;
  }

  private String name() {
    int start = position;
    if (!atEnd() && Character.isDigit(text.charAt(position))) {
      return "";
    }
    while (!atEnd() && nameCharacter()) {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    position = Math.min(position, text.length());
    return text.substring(start, position);
  }

  private boolean nameCharacter() {
    char c = text.charAt(position);
    return Character.isLetterOrDigit(c) || c == '_' || c == ':' || c == '.' || c == '\\';
  }

  private boolean takeOr() {
    int after = position + 2;
    boolean found =
        text.regionMatches(true, position, "or", 0, 2)
            && after < text.length()
            && Character.isWhitespace(text.charAt(after));
    if (found) {
      position = after;
    }
    return found;
  }

  private boolean take(String token) {
    boolean found = text.startsWith(token, position);
    if (found) {
      position += token.length();
    }
    return found;
  }

  private void skipSpace() {
    while (!atEnd() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private boolean atEnd() {
    return position >= text.length();
  }
}
