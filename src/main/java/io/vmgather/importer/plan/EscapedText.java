package io.vmgather.importer.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A JSON text with escapes, decoded. */
final class EscapedText {
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private EscapedText() {}

  /** The text whose content, without its quotes, is {@code b[from, to)}. */
  static String decode(byte[] b, int from, int to) {
    // The quotes stand right before and behind it.
    try (JsonParser json = JSON.createParser(b, from - 1, to - from + 2)) {
      json.nextToken();
      return json.getText();
    } catch (IOException e) {
      throw new UncheckedIOException("a text that was found sound is not", e);
    }
  }
}
