package io.vmgather.exporter.obfuscate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One export's rewriting as the tests use it: maps in, maps out. */
final class Rewriting {
  static final ObjectMapper JSON = new ObjectMapper();
  static final ObfuscationRules BOTH = rules("instance", "job");

  final Dictionary dictionary;
  final LabelRewriter rewriter;

  Rewriting(Dictionary dictionary, ObfuscationRules rules) {
    this.dictionary = dictionary;
    this.rewriter = new LabelRewriter(dictionary, rules, 1 << 20);
  }

  Rewriting(String... hidden) {
    this(new Dictionary(), rules(hidden));
  }

  static ObfuscationRules rules(String... hidden) {
    return new ObfuscationRules(false, false, Set.of(hidden), Set.of());
  }

  Rewriting learn(String label, String... values) {
    dictionary.learn(label, List.of(values));
    return this;
  }

  /** What a visible label shows instead of this value. */
  String hunted(String value) {
    return labels("__name__", "up", "note", value).get("note");
  }

  Map<String, String> labels(String... pairs) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return parse(raw(json(labels)));
  }

  String raw(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new String(rewriter.rewrite(bytes, 0, bytes.length), StandardCharsets.UTF_8);
  }

  static String json(Map<String, String> labels) {
    try {
      return JSON.writeValueAsString(labels);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, String> parse(String json) {
    try {
      return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }
}
