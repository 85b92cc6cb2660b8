package io.vmgather.exporter.discover;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Series selectors as text. */
final class Selectors {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_:][\\p{L}\\p{N}_:.]*");
  private static final String REGEX_SIGNS = "\\.+*?()|[]{}^$-";

  private Selectors() {}

  /**
   * Whether {@code text} selects series and computes nothing: a name, {@code {…}}, or both. What
   * stands in the braces is for the server to judge.
   */
  static boolean isSelector(String text) {
    String trimmed = text.strip();
    int brace = trimmed.indexOf('{');
    String name = (brace < 0 ? trimmed : trimmed.substring(0, brace)).strip();
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      return false;
    }
    return brace < 0 ? !name.isEmpty() : closes(trimmed, brace);
  }

  /**
   * The selectors, when each is one.
   *
   * @throws GatherException INVALID_INPUT at {@code query}
   */
  static List<String> checked(Collection<String> selectors) {
    if (selectors.isEmpty()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "No selector is given").at("query");
    }
    for (String selector : selectors) {
      if (!isSelector(selector)) {
        throw new GatherException(
                ErrorCode.INVALID_INPUT, "Not a series selector: " + excerpt(selector))
            .hint("Give a selector such as {job=\"vmagent\"}; for a computed query use MetricsQL.")
            .at("query");
      }
    }
    return selectors.stream().map(String::strip).toList();
  }

  /** {@code function} over each selector's samples, joined to one vector without repeats. */
  static String over(String function, Collection<String> selectors, String lookback) {
    return selectors.stream()
        .map(selector -> function + "(" + selector + "[" + lookback + "])")
        .collect(Collectors.joining(" or "));
  }

  /** A matcher such as {@code job=~"a|b"} for exactly these values. */
  static String anyOf(String label, Collection<String> values) {
    String regex = values.stream().map(Selectors::quoted).collect(Collectors.joining("|"));
    return label
        + "=~\""
        + regex.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + "\"";
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (REGEX_SIGNS.indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  /** Whether the brace at {@code open} is closed by the last character, outside of quotes. */
  private static boolean closes(String text, int open) {
    char quote = 0;
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote != '`') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{') {
        return false;
      } else if (c == '}') {
        return i == text.length() - 1;
      }
    }
    return false;
  }

  private static String excerpt(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }
}
