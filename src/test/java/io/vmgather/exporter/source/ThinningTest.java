package io.vmgather.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.TimeWindow;
import io.vmgather.common.line.ExportLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThinningTest {
  private static final long T = 1_700_000_040_000L; // a multiple of 60 s

  @Test
  void lastSampleOfEachHalfOpenIntervalStays() throws IOException {
    assertThat(thin("[1,2,3,4,5]", T - 59_999, T - 1, T, T + 1, T + 60_000))
        .isEqualTo(
            "{\"a\":\"b\"},\"values\":[3,5],\"timestamps\":[" + T + "," + (T + 60_000) + "]}");
  }

  @Test
  void onATieTheLargerValueStays() throws IOException {
    assertThat(thin("[5,7,6]", T, T, T)).contains("\"values\":[7]");
    assertThat(thin("[null,3]", T, T)).contains("\"values\":[3]");
    assertThat(thin("[3,null]", T, T)).contains("\"values\":[3]");
    assertThat(thin("[1,\"Infinity\"]", T, T)).contains("\"values\":[\"Infinity\"]");
    assertThat(thin("[\"-Infinity\",1]", T, T)).contains("\"values\":[1]");
  }

  @Test
  void laterTimestampWinsWhateverTheValue() throws IOException {
    assertThat(thin("[9,null]", T - 5, T - 4)).contains("\"values\":[null]");
  }

  @Property(tries = 500)
  void windowsOfAnySplitCoverTheRangeOnceAndKeepIntervalsWhole(
      @ForAll @IntRange(min = 1, max = 400_000) int length,
      @ForAll @IntRange(min = 1, max = 200_000) int batch,
      @ForAll @IntRange(min = 1, max = 90_000) int step,
      @ForAll @IntRange(min = 0, max = 100_000) int shift) {
    TimeWindow range = new TimeWindow(T + shift, T + shift + length);
    Thinning thinning = new Thinning(step, range);
    List<TimeWindow> fetches = new ArrayList<>();
    for (long s = range.startMillis(); s < range.endMillis(); s += batch) {
      Optional<TimeWindow> fetch =
          thinning.fetchWindow(new TimeWindow(s, Math.min(s + batch, range.endMillis())));
      fetch.ifPresent(fetches::add);
    }

    long at = range.startMillis();
    for (TimeWindow fetch : fetches) {
      assertThat(fetch.startMillis()).isEqualTo(at);
      at = fetch.endMillis();
      if (at != range.endMillis()) {
        assertThat((at - 1) % step).as("a cut lies behind an interval's end").isZero();
      }
    }
    assertThat(at).isEqualTo(range.endMillis());
  }

  private static String thin(String values, long... millis) throws IOException {
    StringBuilder stamps = new StringBuilder();
    for (long m : millis) {
      stamps.append(stamps.isEmpty() ? "" : ",").append(m);
    }
    String text =
        "{\"metric\":{\"a\":\"b\"},\"values\":" + values + ",\"timestamps\":[" + stamps + "]}\n";
    ExportLine line =
        new ExportLineReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1 << 20)
            .next();
    Thinning thinning = new Thinning(60_000, new TimeWindow(T - 3_600_000, T + 3_600_000));
    ExportLine thinned = thinning.thin(line);
    return new String(
        thinned.bytes(),
        thinned.labelsStart(),
        thinned.restEnd() - thinned.labelsStart(),
        StandardCharsets.UTF_8);
  }
}
