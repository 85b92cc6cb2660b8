package io.vmgather.exporter.job;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A Prometheus remote write request, version 1: protobuf in snappy, written by hand. */
final class RemoteWrite {
  /** What Prometheus writes where a series ends. Source: prometheus model/value/value.go. */
  static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private static final int LITERAL_BYTES = 60;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_64 = 1;

  private final ByteArrayOutputStream request = new ByteArrayOutputStream();

  /** Adds a series; timestamps in milliseconds. */
  RemoteWrite series(Map<String, String> labels, Map<Long, Double> samples) {
    ByteArrayOutputStream series = new ByteArrayOutputStream();
    new TreeMap<>(labels).forEach((name, value) -> field(series, 1, label(name, value)));
    new TreeMap<>(samples).forEach((millis, value) -> field(series, 2, sample(millis, value)));
    field(request, 1, series.toByteArray());
    return this;
  }

  /** As snappy: literals only, which any reader takes. */
  byte[] body() {
    byte[] plain = request.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, plain.length);
    for (int at = 0; at < plain.length; at += LITERAL_BYTES) {
      int length = Math.min(LITERAL_BYTES, plain.length - at);
      out.write((length - 1) << 2);
      out.write(plain, at, length);
    }
    return out.toByteArray();
  }

  private static byte[] label(String name, String value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, 1, name.getBytes(StandardCharsets.UTF_8));
    field(out, 2, value.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static byte[] sample(long millis, double value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, 1 << 3 | FIXED_64);
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(Double.doubleToRawLongBits(value))
            .array());
    varint(out, 2 << 3);
    varint(out, millis);
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content) {
    varint(out, (long) number << 3 | LENGTH_DELIMITED);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
