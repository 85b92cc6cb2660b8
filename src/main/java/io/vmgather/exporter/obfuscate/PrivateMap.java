package io.vmgather.exporter.obfuscate;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * What reads a bundle's tokens back; never part of a bundle, never written to the server's disk.
 *
 * @param keyHex key of the bundle's HMAC-SHA-256 digests, 64 hexadecimal digits
 * @param originals label to token to original; a lazy read-only view, made to be streamed. Hosts
 *     stand under {@code instance} without a port
 */
public record PrivateMap(String keyHex, Map<String, Map<String, String>> originals) {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  /**
   * Writes {@code {"export_id", "key", "labels": {label: {token: original}}}}, as {@code decode}
   * reads it.
   *
   * @param out is flushed and stays open
   */
  public void write(String exportId, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("export_id", exportId);
      json.writeStringField("key", keyHex);
      json.writeObjectFieldStart("labels");
      for (Map.Entry<String, Map<String, String>> label : originals.entrySet()) {
        json.writeObjectFieldStart(label.getKey());
        for (Map.Entry<String, String> token : label.getValue().entrySet()) {
          json.writeStringField(token.getKey(), token.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  /** Without the key and the originals. */
  @Override
  public String toString() {
    return "PrivateMap[]";
  }
}
