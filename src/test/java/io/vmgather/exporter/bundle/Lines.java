package io.vmgather.exporter.bundle;

import io.vmgather.exporter.deflate.Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Short lines for tests: told apart by a number, and what staging makes of them. */
final class Lines {
  /** Small blocks, so that few lines fill several. */
  static final StagingSettings SETTINGS =
      new StagingSettings(64 * 1024, 2, 8 * 1024 * 1024, Encoder.LINES);

  private Lines() {}

  static void append(Staging staging, int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] rest = rest(i);
      staging.append(labels(i), rest, 0, rest.length, timestamp(i), 2);
    }
  }

  static String line(int i) {
    return "{\"metric\":"
        + new String(labels(i), StandardCharsets.UTF_8)
        + new String(rest(i), StandardCharsets.UTF_8);
  }

  static List<String> lines(int from, int to) {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add(line(i));
    }
    return lines;
  }

  static List<String> committed(Staging staging) throws IOException {
    try (InputStream in = staging.openCommitted()) {
      return split(in.readAllBytes());
    }
  }

  /** Lines of a text in which every one is ended by a newline. */
  static List<String> split(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return List.of();
    }
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line is not whole");
    }
    return List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  private static byte[] labels(int i) {
    return ("{\"__name__\":\"up\",\"n\":\"" + i + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static long timestamp(int i) {
    return 1_795_000_000_000L + (i * 7919L) % 1000;
  }

  private static byte[] rest(int i) {
    long last = timestamp(i);
    String text =
        ",\"values\":[" + i + ",null],\"timestamps\":[" + (last - 15_000) + "," + last + "]}";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
