package io.vmgather.exporter.obfuscate;

import java.util.BitSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A selector, query or error text without originals: matchers on hidden labels get the token or
 * {@code <hidden>}, everything else is hunted. Whoever calls it holds the dictionary's lock.
 */
final class QueryText {
  private static final String HIDDEN = "<hidden>";

  /** Patterns that tell nothing; the last one is {@code .+} as a form decodes it. */
  private static final Set<String> ANYTHING = Set.of("", ".*", ".+", ". ");

  private static final Pattern PERCENT = Pattern.compile("%[0-9A-Fa-f]{2}");

  /** A label, its operator and an opening quote, each quote perhaps behind backslashes. */
  private static final Pattern MATCHER =
      Pattern.compile(
          "(?<![\\p{L}_])([\\p{L}_][\\p{L}\\p{N}_.:-]*+(?:\\\\[-.:/][\\p{L}\\p{N}_.:-]*+)*+)"
              + "(?:\\\\*[\"'`])?"
              + "\\s*(=~|!~|!=|==|=)\\s*(\\\\*[\"'`])");

  private static final Pattern LITERAL =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"|'((?:[^'\\\\]|\\\\.)*+)'|`([^`]*+)`");

  /** Three numbers of an address, as a regular expression may write them. */
  private static final Pattern PART_OF_ADDRESS =
      Pattern.compile(
          "(?<![\\d.])(?!777)\\d{1,3}(?:[\\\\\\[\\]]*\\.[\\]]*\\d{1,3}){1,2}[\\\\\\[]*\\.");

  private final Dictionary dictionary;
  private final ObfuscationRules rules;
  private final Hunter hunter;
  private final BitSet used;

  QueryText(Dictionary dictionary, ObfuscationRules rules, Hunter hunter, BitSet used) {
    this.dictionary = dictionary;
    this.rules = rules;
    this.hunter = hunter;
    this.used = used;
  }

  String rewrite(String text) {
    if (!rules.hidesAnything()) {
      return text;
    }
    String plain = rewritePlain(text);
    // A plus sign alone stands for itself.
    return PERCENT.matcher(plain).find()
        ? Escapes.PERCENT.inside(plain, this::rewritePlain)
        : plain;
  }

  private String rewritePlain(String text) {
    boolean bareToo = namesHiddenLabel(text);
    StringBuilder out = new StringBuilder(text.length());
    Matcher matcher = MATCHER.matcher(text);
    int copied = 0;
    while (matcher.find(copied)) {
      String quote = matcher.group(3);
      int close = closing(text, matcher.end(), quote);
      out.append(between(text.substring(copied, matcher.start()), bareToo));
      out.append(text, matcher.start(), matcher.end());
      out.append(value(matcher.group(1), matcher.group(2), text.substring(matcher.end(), close)));
      copied = close;
      if (close < text.length()) {
        out.append(quote);
        copied += quote.length();
      }
    }
    return out.append(between(text.substring(copied), bareToo)).toString();
  }

  /** Where the closing quote starts; the text's end if it has none. */
  private static int closing(String text, int from, String quote) {
    if (quote.length() > 1 || quote.equals("`")) {
      int close = text.indexOf(quote, from);
      return close < 0 ? text.length() : close;
    }
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == quote.charAt(0)) {
        return at;
      }
    }
    return text.length();
  }

  private String value(String writtenLabel, String operator, String raw) {
    String label = writtenLabel.replace("\\", "");
    boolean pattern = operator.endsWith("~");
    boolean hidden = rules.hides(label);
    if (!hidden) {
      String hunted = hunter.hunt(raw);
      return pattern && rules.instances() && PART_OF_ADDRESS.matcher(hunted).find()
          ? HIDDEN
          : hunted;
    }
    if (pattern) {
      return ANYTHING.contains(raw) ? raw : HIDDEN;
    }
    String plain = raw.indexOf('\\') < 0 ? raw : Escapes.BACKSLASH.decode(raw);
    return dictionary.issuedWithPort(raw) ? raw : dictionary.ownToken(label, plain, "", used);
  }

  private String between(String text, boolean bareToo) {
    if (!bareToo) {
      return hunter.hunt(text);
    }
    String bared =
        LITERAL
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        rules.hides(inside(found.group())) ? found.group() : '"' + HIDDEN + '"'));
    return hunter.hunt(bared);
  }

  /** Whether a function such as label_replace names a hidden label: its other texts are values. */
  private boolean namesHiddenLabel(String text) {
    return LITERAL.matcher(text).results().anyMatch(found -> rules.hides(inside(found.group())));
  }

  private static String inside(String literal) {
    return literal.substring(1, literal.length() - 1);
  }
}
