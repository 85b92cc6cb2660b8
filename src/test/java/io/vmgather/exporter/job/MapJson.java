package io.vmgather.exporter.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.exporter.obfuscate.PrivateMap;
import java.util.HashMap;
import java.util.Map;

/** Reads the private map as a person downloads it. */
public final class MapJson {
  private MapJson() {}

  public static PrivateMap read(JsonNode map) {
    Map<String, Map<String, String>> originals = new HashMap<>();
    map.at("/labels")
        .properties()
        .forEach(label -> originals.put(label.getKey(), tokens(label.getValue())));
    return new PrivateMap(map.at("/key").asText(), originals);
  }

  private static Map<String, String> tokens(JsonNode label) {
    Map<String, String> tokens = new HashMap<>();
    label.properties().forEach(one -> tokens.put(one.getKey(), one.getValue().asText()));
    return tokens;
  }
}
