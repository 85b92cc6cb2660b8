package io.vmgather.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a client asks for.
 *
 * @param first its first byte
 * @param length 0 when the file has no byte there
 */
record ByteRange(long first, long length) {
  // RFC 9110, 14.1.2. Several ranges, and units that are not bytes, are ignored, as it allows.
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
  private static final int BUFFER_BYTES = 64 * 1024;

  static ByteRange whole(long size) {
    return new ByteRange(0, size);
  }

  /**
   * @param header of the request; null for the whole
   * @param size of the file
   */
  static ByteRange of(String header, long size) {
    Matcher one = ONE.matcher(header == null ? "" : header.strip());
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return whole(size);
    }
    if (one.group(1).isEmpty()) {
      long last = Math.min(Long.parseLong(one.group(2)), size);
      return new ByteRange(size - last, last);
    }
    long first = Long.parseLong(one.group(1));
    long end = one.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(one.group(2)) + 1);
    boolean backwards = !one.group(2).isEmpty() && Long.parseLong(one.group(2)) < first;
    return backwards ? whole(size) : new ByteRange(first, Math.max(0, end - first));
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** The answer's Content-Range. */
  String header(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }

  void copy(Path file, OutputStream out) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      in.position(first);
      for (long left = length; left > 0; ) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        int read = in.read(buffer);
        if (read < 0) {
          throw new IOException("the bundle became shorter while it was sent");
        }
        out.write(buffer.array(), 0, read);
        left -= read;
      }
    }
  }
}
