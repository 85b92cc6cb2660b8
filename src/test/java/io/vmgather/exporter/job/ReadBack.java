package io.vmgather.exporter.job;

import io.vmgather.exporter.obfuscate.PrivateMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts originals where tokens stand. IPv6 addresses come back without brackets. */
public final class ReadBack {
  private final Map<String, String> originals = new HashMap<>();
  private final Pattern tokens;
  private final List<String> addresses = new ArrayList<>();

  public ReadBack(PrivateMap map) {
    map.originals().values().forEach(originals::putAll);
    originals.values().stream().filter(o -> o.indexOf(':') >= 0).forEach(addresses::add);
    String any =
        originals.keySet().stream()
            .sorted((a, b) -> b.length() - a.length())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    tokens = Pattern.compile("(?<![\\p{L}\\p{N}_-])(?:" + any + ")(?![\\p{L}\\p{N}_-])");
  }

  public Map<String, String> labels(Map<String, String> labels) {
    Map<String, String> back = new TreeMap<>();
    labels.forEach((name, value) -> back.put(name, name.equals("__name__") ? value : text(value)));
    return back;
  }

  public String text(String text) {
    return tokens
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(originals.get(found.group())));
  }

  /** The original labels in the form that reading back gives. */
  public Map<String, String> withoutBrackets(Map<String, String> labels) {
    Map<String, String> plain = new TreeMap<>();
    labels.forEach(
        (name, value) -> {
          String changed = value;
          for (String address : addresses) {
            changed = changed.replace("[" + address + "]", address);
          }
          plain.put(name, changed);
        });
    return plain;
  }
}
