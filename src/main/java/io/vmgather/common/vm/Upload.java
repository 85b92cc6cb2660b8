package io.vmgather.common.vm;

import java.util.Map;

/** A body to be sent, with what is said about it. Its bytes are not copied. */
public final class Upload {
  private final byte[] bytes;
  private final int length;
  private final boolean gzipped;
  private final Map<String, String> headers;

  /**
   * @param bytes the first {@code length} are sent; not to be changed until the request has ended
   * @param gzipped whether they are gzip, which the server inflates
   * @param headers further ones, such as a tenant's; no secrets
   */
  public Upload(byte[] bytes, int length, boolean gzipped, Map<String, String> headers) {
    this.bytes = bytes;
    this.length = length;
    this.gzipped = gzipped;
    this.headers = Map.copyOf(headers);
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean gzipped() {
    return gzipped;
  }

  Map<String, String> headers() {
    return headers;
  }
}
