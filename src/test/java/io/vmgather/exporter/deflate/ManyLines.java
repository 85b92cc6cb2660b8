package io.vmgather.exporter.deflate;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Lines as VictoriaMetrics exports them: counters that share their timestamps. */
final class ManyLines {
  private ManyLines() {}

  /** The same ones each time, cut at the length. */
  static byte[] of(int length) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    while (text.length() < length) {
      text.append("{\"metric\":{\"__name__\":\"up\",\"i\":\"").append(random.nextInt(100));
      text.append("\"},\"values\":[");
      long counter = random.nextInt(1_000_000);
      for (int i = 0; i < 240; i++) {
        counter += random.nextInt(60);
        text.append(i == 0 ? "" : ",").append(counter);
      }
      text.append("],\"timestamps\":[");
      for (int i = 0; i < 240; i++) {
        text.append(i == 0 ? "" : ",").append(1_772_607_600_000L + i * 15_000L);
      }
      text.append("]}\n");
    }
    return text.substring(0, length).getBytes(StandardCharsets.UTF_8);
  }
}
