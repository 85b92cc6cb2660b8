package io.vmgather.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.line.ExportLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportLineReaderTest {
  private static final String GOOD =
      "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"values\":[1,null,\"Infinity\",-2.5e-7],"
          + "\"timestamps\":[1700000000000,1700000015000,1700000030000,1700000045000]}";

  @Test
  void partsOfALineAreLocatedAndCounted() throws IOException {
    ExportLine line = reader(GOOD + "\n").next();

    assertThat(text(line, line.labelsStart(), line.labelsEnd()))
        .isEqualTo("{\"__name__\":\"up\",\"job\":\"a\"}");
    assertThat(text(line, line.restStart(), line.restEnd()))
        .startsWith(",\"values\":[1,")
        .endsWith("045000]}");
    assertThat(line.samples()).isEqualTo(4);
    assertThat(line.firstMillis()).isEqualTo(1700000000000L);
    assertThat(line.lastMillis()).isEqualTo(1700000045000L);
  }

  @Test
  void labelValueThatLooksLikeTheValuesDoesNotConfuse() throws IOException {
    String labels =
        "{\"__name__\":\"x\",\"note\":\"},\\\"values\\\":[7],\\\"timestamps\\\":[1]}\"}";
    ExportLine line =
        reader("{\"metric\":" + labels + ",\"values\":[3],\"timestamps\":[1700000000000]}\n")
            .next();

    assertThat(text(line, line.labelsStart(), line.labelsEnd())).isEqualTo(labels);
  }

  @Test
  void timestampsOfAnyLengthAndSignAreTaken() throws IOException {
    ExportLine line =
        reader("{\"metric\":{},\"values\":[1,2,3],\"timestamps\":[-5,0,17000]}\n").next();

    assertThat(line.firstMillis()).isEqualTo(-5);
    assertThat(line.lastMillis()).isEqualTo(17000);
    assertThat(line.samples()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metric\":{\"a\":\"b\"},\"values\":[1,2],\"timestamps\":[1700000000000]}\n",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1700000000000,1700000000001]}\n",
        "{\"metric\":{\"a\":\"b\"},\"values\":[],\"timestamps\":[]}\n",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1 cannot read],\"timestamps\":[1700000000000]}\n",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[17000000000x0]}\n",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1700000000000]} \n",
        "{\"metric\":{\"a\":\"b\"\n",
      })
  void damagedLinesAreRefused(String text) {
    assertThatThrownBy(() -> reader(text).next())
        .asInstanceOf(InstanceOfAssertFactories.type(GatherException.class))
        .extracting(GatherException::code)
        .isEqualTo(ErrorCode.BROKEN_ANSWER);
  }

  @Test
  void errorTextBehindGoodLinesIsShown() throws IOException {
    ExportLineReader reader = reader(GOOD + "\ncannot fetch data: storage is gone\n");
    reader.next();

    assertThatThrownBy(reader::next)
        .isInstanceOf(GatherException.class)
        .hasMessageContaining("after 1 lines: cannot fetch data: storage is gone");
  }

  @Test
  void damagedLineIsNotShownForItHoldsLabelValues() {
    assertThatThrownBy(() -> reader("{\"metric\":{\"job\":\"secret-name\"},oops\n").next())
        .isInstanceOf(GatherException.class)
        .message()
        .doesNotContain("secret-name");
  }

  @Property(tries = 200)
  void everyCutIsFound(@ForAll @IntRange(min = 1, max = 400) int at) {
    String two = GOOD + "\n" + GOOD + "\n";
    int cut = Math.min(at, two.length() - 1);
    boolean betweenLines = cut == GOOD.length() + 1;
    List<String> lines = new ArrayList<>();

    Throwable failure = null;
    try {
      ExportLineReader reader = reader(two.substring(0, cut));
      for (ExportLine line = reader.next(); line != null; line = reader.next()) {
        lines.add(text(line, line.labelsStart(), line.restEnd()));
      }
    } catch (IOException | GatherException e) {
      failure = e;
    }

    assertThat(failure == null).isEqualTo(betweenLines);
    assertThat(lines).hasSize(cut > GOOD.length() ? 1 : 0);
  }

  @Property(tries = 50)
  void linesAreTheSameHoweverTheBytesArrive(@ForAll @IntRange(min = 1, max = 97) int piece)
      throws IOException {
    String many = (GOOD + "\n").repeat(50);
    ExportLineReader reader = new ExportLineReader(new Dripping(many, piece), 1 << 20);

    int count = 0;
    for (ExportLine line = reader.next(); line != null; line = reader.next()) {
      assertThat(text(line, 0, 0)).isEmpty();
      assertThat(line.samples()).isEqualTo(4);
      count++;
    }
    assertThat(count).isEqualTo(50);
    assertThat(reader.readBytes()).isEqualTo(many.length());
  }

  @Test
  void lineLargerThanTheBufferPasses() throws IOException {
    String line = longLine(300_000);
    ExportLineReader reader = reader(line + GOOD + "\n");

    assertThat(reader.next().samples()).isEqualTo(300_000);
    assertThat(reader.next().samples()).isEqualTo(4);
    assertThat(reader.next()).isNull();
  }

  @Test
  void lineOverTheLimitFailsLoudly() {
    ExportLineReader reader = new ExportLineReader(stream(longLine(300_000)), 1024 * 1024);

    assertThatThrownBy(reader::next)
        .isInstanceOf(GatherException.class)
        .hasMessageContaining("longer than 1048576 bytes");
  }

  private static String longLine(int samples) {
    StringBuilder values = new StringBuilder("1");
    StringBuilder stamps = new StringBuilder("1700000000000");
    for (int i = 1; i < samples; i++) {
      values.append(",1");
      stamps.append(',').append(1700000000000L + i);
    }
    return "{\"metric\":{\"a\":\"b\"},\"values\":["
        + values
        + "],\"timestamps\":["
        + stamps
        + "]}\n";
  }

  private static ExportLineReader reader(String text) {
    return new ExportLineReader(stream(text), 64 << 20);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ExportLine line, int start, int end) {
    return new String(line.bytes(), start, end - start, StandardCharsets.UTF_8);
  }

  /** Gives a few bytes at a time, as a slow network does. */
  private static final class Dripping extends InputStream {
    private final InputStream in;
    private final int piece;

    Dripping(String text, int piece) {
      this.in = stream(text);
      this.piece = piece;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      return in.read(b, offset, Math.min(length, piece));
    }
  }
}
