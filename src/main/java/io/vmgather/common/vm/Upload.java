package io.vmgather.common.vm;

/** A body to be sent, with what is said about it. Its bytes are not copied. */
public final class Upload {
  private final byte[] bytes;
  private final int length;
  private final boolean gzipped;

  /**
   * @param bytes the first {@code length} are sent; not to be changed until the request has ended
   * @param gzipped whether they are gzip, which the server inflates
   */
  public Upload(byte[] bytes, int length, boolean gzipped) {
    this.bytes = bytes;
    this.length = length;
    this.gzipped = gzipped;
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
}
