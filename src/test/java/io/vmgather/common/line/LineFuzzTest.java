package io.vmgather.common.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vmgather.FuzzSeeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a source answers, the line reader takes a line or none, and never reads beyond it. */
class LineFuzzTest {
  static Stream<byte[]> seeds() {
    return FuzzSeeds.of(
        "",
        "{",
        "{\"metric\":{\"__name__\":\"up\"},\"values\":[1,-2.5e-9,null,\"Infinity\",\"-Infinity\"],"
            + "\"timestamps\":[1700000000000,1700000000001,1700000000002,1700000000003,"
            + "1700000000004]}\n",
        "{\"metric\":{\"a\":\"}\\\"],\\\"values\\\":[\"},\"values\":[1],\"timestamps\":[1]}\n",
        "{\"metric\":{},\"values\":[],\"timestamps\":[]}\n",
        "{\"metric\":{},\"values\":[12345678,12345678],\"timestamps\":[1700000000000]}\n");
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytes(byte[] bytes) {
    ExportLine line = new ExportLine();
    int end = new LineParser().parse(bytes, 0, bytes.length, line);
    if (end < 0) {
      assertThat(end).isIn(LineParser.INCOMPLETE, LineParser.NO_LINE);
      return;
    }
    assertThat(bytes[end]).isEqualTo((byte) '\n');
    String rest =
        new String(
            bytes, line.restStart(), line.restEnd() - line.restStart(), StandardCharsets.UTF_8);
    int times = rest.lastIndexOf("\"timestamps\":[");
    assertThat(count(rest.substring(times))).isEqualTo(line.samples());
    assertThat(count(rest.substring(0, times - 1).substring(1))).isEqualTo(line.samples());
    // A part of a line is none yet, and what stands behind it changes nothing.
    assertThat(new LineParser().parse(bytes, 0, end, new ExportLine()))
        .isEqualTo(LineParser.INCOMPLETE);
    byte[] more = Arrays.copyOf(bytes, bytes.length + 100);
    assertThat(new LineParser().parse(more, 0, more.length, new ExportLine())).isEqualTo(end);
  }

  private static int count(String array) {
    String inside = array.substring(array.indexOf('[') + 1, array.lastIndexOf(']'));
    return inside.isEmpty() ? 0 : inside.split(",", -1).length;
  }
}
