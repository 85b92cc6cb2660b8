package io.vmgather.exporter.obfuscate;

import java.util.Map;

/**
 * What reads a bundle's tokens back; never part of a bundle, never written to the server's disk.
 *
 * @param keyHex key of the bundle's HMAC-SHA-256 digests, 64 hexadecimal digits
 * @param originals label to token to original; a lazy read-only view, made to be streamed. Hosts
 *     stand under {@code instance} without a port
 */
public record PrivateMap(String keyHex, Map<String, Map<String, String>> originals) {
  /** Without the key and the originals. */
  @Override
  public String toString() {
    return "PrivateMap[]";
  }
}
