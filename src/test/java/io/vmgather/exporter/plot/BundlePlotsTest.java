package io.vmgather.exporter.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.plot.Point;
import io.vmgather.exporter.plot.BundleMetrics.Metric;
import io.vmgather.exporter.plot.BundleSeries.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlePlotsTest {
  private static final int LINE_BYTES = 1024 * 1024;
  private static final String UP =
      "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"values\":[3,null],\"timestamps\":[3000,4000]}\n";
  private static final String UP_EARLIER =
      "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"values\":[\"Infinity\",0.5],\"timestamps\":[1000,2000]}\n";
  private static final String UP_OTHER =
      "{\"metric\":{\"__name__\":\"up\",\"job\":\"b\"},\"values\":[\"-Infinity\"],\"timestamps\":[1000]}\n";
  private static final String UPTIME =
      "{\"metric\":{\"__name__\":\"vm_Uptime\",\"note\":\"\\\"__name__\\\":\\\"up\\\"\"},\"values\":[1e3],\"timestamps\":[5]}\n";
  private static final String NAMELESS =
      "{\"metric\":{\"job\":\"c\"},\"values\":[1],\"timestamps\":[1795000000000]}\n";

  @TempDir private Path folder;
  private final BundlePlots plots = new BundlePlots(LINE_BYTES, 1, Duration.ZERO);

  @Test
  void metricsAreListedByNameWithTheirSeriesAndSamples() throws IOException {
    Path bundle = bundle(UP + UPTIME + UP_OTHER + NAMELESS + UP_EARLIER);

    BundleMetrics found = plots.metrics(bundle, null, 10);

    assertThat(found.metrics())
        .containsExactly(
            new Metric("", 1, 1), new Metric("up", 2, 5), new Metric("vm_Uptime", 1, 1));
    assertThat(found.total()).isEqualTo(3);
    assertThat(found.truncated()).isFalse();
    assertThat(found.seriesExact()).isTrue();
  }

  @Test
  void searchFindsPartsInEitherCaseAndSaysThatThereAreMore() throws IOException {
    Path bundle = bundle(UP + UPTIME + NAMELESS);

    BundleMetrics found = plots.metrics(bundle, "UP", 1);

    assertThat(found.metrics()).extracting(Metric::name).containsExactly("up");
    assertThat(found.total()).isEqualTo(2);
    assertThat(found.truncated()).isTrue();
    assertThat(plots.metrics(bundle, "down", 10).metrics()).isEmpty();
  }

  @Test
  void seriesInSeveralLinesIsPutTogetherByTimeWithGapsAndInfinities() throws IOException {
    BundleSeries found = plots.series(bundle(UP + UP_OTHER + UPTIME + UP_EARLIER), "up", 10, 10);

    assertThat(found.totalSeries()).isEqualTo(2);
    assertThat(found.truncated()).isFalse();
    assertThat(found.series())
        .containsExactly(
            new Series(
                Map.of("job", "a"),
                4,
                List.of(
                    new Point(1000, Double.POSITIVE_INFINITY),
                    new Point(2000, 0.5),
                    new Point(3000, 3),
                    new Point(4000, Double.NaN))),
            new Series(Map.of("job", "b"), 1, List.of(new Point(1000, Double.NEGATIVE_INFINITY))));
  }

  @Test
  void seriesWithoutANameAndNamesWithEscapesAreFound() throws IOException {
    String escaped =
        "{\"metric\":{\"__name__\":\"a\\\"b\\\\ü\"},\"values\":[7],\"timestamps\":[9]}\n";
    Path bundle = bundle(NAMELESS + escaped);

    assertThat(plots.series(bundle, "", 1, 10).series())
        .extracting(Series::labels)
        .containsExactly(Map.of("job", "c"));
    assertThat(plots.series(bundle, "a\"b\\ü", 1, 10).totalSeries()).isEqualTo(1);
  }

  @Test
  void firstSeriesByTheirLabelsAreShownWholeWhateverTheOrderOfTheLines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int series = 1000; series < 3000; series++) {
      for (int fetch = 0; fetch < 3; fetch++) {
        lines.add(
            "{\"metric\":{\"__name__\":\"m\",\"n\":\"%d\"},\"values\":[%d],\"timestamps\":[%d]}\n"
                .formatted(series, series, 1_795_000_000_000L + fetch));
      }
    }
    Collections.shuffle(lines, new Random(7));

    BundleSeries found = plots.series(bundle(String.join("", lines)), "m", 3, 10);

    assertThat(found.totalSeries()).isEqualTo(2000);
    assertThat(found.truncated()).isTrue();
    assertThat(found.series())
        .extracting(series -> series.labels().get("n"))
        .containsExactly("1000", "1001", "1002");
    assertThat(found.series()).allSatisfy(series -> assertThat(series.points()).hasSize(3));
  }

  @Test
  void unknownMetricIsNotFound() throws IOException {
    Path bundle = bundle(UP);
    assertRefused(() -> plots.series(bundle, "u", 1, 10), ErrorCode.NOT_FOUND, "metric");
    assertRefused(() -> plots.series(bundle, "", 1, 10), ErrorCode.NOT_FOUND, "metric");
    assertRefused(
        () -> plots.metrics(folder.resolve("gone.zip"), "", 1), ErrorCode.NOT_FOUND, null);
    assertRefused(
        () -> plots.series(folder.resolve("gone.zip"), "up", 1, 10), ErrorCode.NOT_FOUND, null);
  }

  @Test
  void numbersOutOfRangeAreRefused() throws IOException {
    Path bundle = bundle(UP);
    assertRefused(() -> plots.metrics(bundle, "", 0), ErrorCode.INVALID_INPUT, "limit");
    assertRefused(() -> plots.metrics(bundle, "", 10_001), ErrorCode.INVALID_INPUT, "limit");
    assertRefused(() -> plots.series(bundle, "up", 0, 10), ErrorCode.INVALID_INPUT, "limit");
    assertRefused(() -> plots.series(bundle, "up", 51, 10), ErrorCode.INVALID_INPUT, "limit");
    assertRefused(() -> plots.series(bundle, "up", 1, 9), ErrorCode.INVALID_INPUT, "points");
    assertRefused(() -> plots.series(bundle, "up", 1, 2001), ErrorCode.INVALID_INPUT, "points");
    assertRefused(() -> plots.series(bundle, null, 1, 10), ErrorCode.INVALID_INPUT, "metric");
  }

  @Test
  void damagedBundlesAreSaidToBe() throws IOException {
    assertDamaged(zip("README.txt", UP.getBytes(StandardCharsets.UTF_8), true));
    assertDamaged(bundle(UP + "remoteAddr: cannot fetch\n"));
    assertDamaged(bundle(UP + UP_EARLIER.substring(0, 60)));
    assertDamaged(bundle(NAMELESS.replace("\"c\"", "[\"c\"]")));
    assertDamaged(Files.write(folder.resolve("empty.zip"), new byte[0]));
    byte[] whole = Files.readAllBytes(bundle(UP.repeat(1000)));
    assertDamaged(Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length - 100)));
  }

  @Test
  void changedValueIsFoundByTheChecksum() throws IOException {
    Path bundle = zip("metrics.jsonl", UP.getBytes(StandardCharsets.UTF_8), false);
    byte[] bytes = Files.readAllBytes(bundle);
    int digit = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("[3,") + 1;
    bytes[digit] = '4';
    Files.write(bundle, bytes);

    assertDamaged(bundle);
  }

  @Test
  void labelSetThatIsNoJsonIsRefusedWhereItIsShown() throws IOException {
    Path bundle = bundle(UP.replace("\"a\"}", "\"a\",7}"));
    assertRefused(() -> plots.series(bundle, "up", 1, 10), ErrorCode.BUNDLE_DAMAGED, null);
  }

  @Test
  void callerWhoFindsAllPassesTakenIsToldToComeBackAndServedLater() throws IOException {
    Path bundle = bundle(UP);
    Semaphore passes = new Semaphore(0);
    BundlePlots busy = new BundlePlots(new BundleLines(LINE_BYTES), passes, Duration.ZERO);
    assertRefused(() -> busy.metrics(bundle, "", 10), ErrorCode.LIMIT_REACHED, null);
    assertRefused(() -> busy.series(bundle, "up", 1, 10), ErrorCode.LIMIT_REACHED, null);

    passes.release();
    assertThat(busy.metrics(bundle, "", 10).total()).isEqualTo(1);
    assertThat(busy.series(bundle, "up", 1, 10).totalSeries()).isEqualTo(1);
    assertRefused(() -> busy.series(bundle, "none", 1, 10), ErrorCode.NOT_FOUND, "metric");
    assertThat(passes.availablePermits()).isEqualTo(1);
  }

  @Test
  void labelsOfAbsurdLengthAreRefused() throws IOException {
    BundlePlots large = new BundlePlots(8 * LINE_BYTES, 1, Duration.ZERO);
    Path bundle = bundle(UP.replace("\"a\"", "\"" + "a".repeat(2 * LINE_BYTES) + "\""));
    assertRefused(() -> large.series(bundle, "up", 1, 10), ErrorCode.BUNDLE_DAMAGED, null);
  }

  @Test
  void bundleIsReadOnceForItsMetricsUntilItChanges() throws IOException {
    Path bundle = bundle(UP);
    FileTime written = Files.getLastModifiedTime(bundle);
    long size = Files.size(bundle);
    plots.metrics(bundle, "", 10);
    Files.write(bundle, new byte[(int) size]);
    Files.setLastModifiedTime(bundle, written);
    assertThat(plots.metrics(bundle, "", 10).total()).isEqualTo(1);

    Files.setLastModifiedTime(bundle, FileTime.fromMillis(written.toMillis() + 1000));
    assertRefused(() -> plots.metrics(bundle, "", 10), ErrorCode.BUNDLE_DAMAGED, null);
  }

  @Test
  void failedPassIsTriedAgain() throws IOException {
    Path bundle = bundle(UP + "text");
    assertDamaged(bundle);
    assertDamaged(bundle);
  }

  private void assertDamaged(Path bundle) {
    assertRefused(() -> plots.metrics(bundle, "", 10), ErrorCode.BUNDLE_DAMAGED, null);
    assertRefused(() -> plots.series(bundle, "up", 10, 10), ErrorCode.BUNDLE_DAMAGED, null);
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code, String field) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.field().orElse(null)).isEqualTo(field);
            });
  }

  private Path bundle(String lines) throws IOException {
    return zip("metrics.jsonl", lines.getBytes(StandardCharsets.UTF_8), true);
  }

  private Path zip(String name, byte[] content, boolean deflated) throws IOException {
    Path path = Files.createTempFile(folder, "bundle", ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
      ZipEntry entry = new ZipEntry(name);
      if (!deflated) {
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
      }
      out.putNextEntry(entry);
      out.write(content);
    }
    return path;
  }
}
