package io.vmgather.common.line;

import java.util.Arrays;

/** A growing byte array in which a line is put together, reused from line to line. */
public final class LineBuffer {
  private static final int FIRST_BYTES = 64 * 1024;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  public void clear() {
    length = 0;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void append(byte[] source, int start, int end) {
    reserve(end - start);
    System.arraycopy(source, start, bytes, length, end - start);
    length += end - start;
  }

  public void append(byte[] source) {
    append(source, 0, source.length);
  }

  public void append(char asciiCharacter) {
    reserve(1);
    bytes[length++] = (byte) asciiCharacter;
  }

  /** Appends text that holds ASCII only. */
  @SuppressWarnings("deprecation") // copies the low bytes: right and fastest for ASCII
  public void append(String ascii) {
    reserve(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, length);
    length += ascii.length();
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
