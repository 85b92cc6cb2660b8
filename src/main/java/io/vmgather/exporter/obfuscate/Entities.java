package io.vmgather.exporter.obfuscate;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The character references of HTML and XML that can hide a word's parts or ends. */
final class Entities {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#(\\d{1,6})|#[xX]([0-9a-fA-F]{1,5})|([a-z]{2,6}));");

  private static final Map<String, String> NAMED =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "colon", ":",
          "period", ".", "sol", "/");

  private Entities() {}

  static String decode(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(reference -> Matcher.quoteReplacement(meaning(reference)));
  }

  private static String meaning(MatchResult reference) {
    if (reference.group(3) != null) {
      return NAMED.getOrDefault(reference.group(3), reference.group());
    }
    boolean decimal = reference.group(1) != null;
    int code = Integer.parseInt(reference.group(decimal ? 1 : 2), decimal ? 10 : 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : reference.group();
  }
}
