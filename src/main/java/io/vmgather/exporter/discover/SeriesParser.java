package io.vmgather.exporter.discover;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reads {@code {"status":…,"data":[{label:value,…},…]}} a series at a time. */
final class SeriesParser {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private SeriesParser() {}

  /**
   * Reads all of {@code body}.
   *
   * @return whether the server says that its answer is partial
   * @throws IOException when it is no such answer
   */
  static boolean parse(InputStream body, Consumer<Map<String, String>> each) throws IOException {
    boolean partial = false;
    boolean success = false;
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "status" -> success = json.getText().equals("success");
          case "isPartial" -> partial = json.getValueAsBoolean(false);
          case "data" -> series(json, each);
          default -> json.skipChildren();
        }
      }
      // On to the end, where a compressed answer's checksum and a chunked one's end are seen.
      if (!success || json.nextToken() != null) {
        throw new JsonParseException(json, "no success");
      }
    }
    return partial;
  }

  private static void series(JsonParser json, Consumer<Map<String, String>> each)
      throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Map<String, String> labels = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        labels.put(name, json.getText());
      }
      each.accept(labels);
    }
  }
}
