package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A bundle of a resumed run, compared with one of a run that nothing disturbed. */
record ResumedBundle(Exports.Bundle bundle, Dictionary dictionary) {
  private static final ObjectMapper JSON = new ObjectMapper();

  void assertSameAs(Exports.Bundle undisturbed) {
    // Token by token and sample by sample.
    bundle.samples().assertSameAs(undisturbed.samples());
    assertThat(manifest(bundle)).isEqualTo(manifest(undisturbed));
  }

  /** Read back, it holds the very samples of the source. */
  void assertHolds(SampleSet source) {
    ReadBack back = new ReadBack(dictionary.privateMap());
    bundle
        .samples()
        .mapLabels(back::labels)
        .mapLabels(back::withoutBrackets)
        .assertSameAs(source.mapLabels(back::withoutBrackets));
  }

  /** Without what is new in each export: its id, dates, key and the order of lines. */
  private static JsonNode manifest(Exports.Bundle bundle) {
    try {
      ObjectNode manifest = (ObjectNode) JSON.readTree(bundle.entries().get("metadata.json"));
      manifest.remove(List.of("export_id", "export_date", "metrics_sha256"));
      ObjectNode obfuscation = (ObjectNode) manifest.get("obfuscation");
      if (obfuscation != null) {
        Map<String, TreeSet<String>> tokens = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label : obfuscation.get("maps").properties()) {
          TreeSet<String> names = new TreeSet<>();
          label.getValue().fieldNames().forEachRemaining(names::add);
          tokens.put(label.getKey(), names);
        }
        obfuscation.set("maps", JSON.valueToTree(tokens));
      }
      return manifest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
