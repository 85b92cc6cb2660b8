package io.vmgather.importer.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vmgather.FuzzSeeds;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever file is given, it is read within its limits, or refused for a reason. */
class BundleFuzzTest {
  private static final String LINE =
      "{\"metric\":{\"__name__\":\"up\"},\"values\":[1],\"timestamps\":[1700000000000]}\n";
  private static final ReadLimits LIMITS = new ReadLimits(100_000, 500, 1000);

  @TempDir private static Path folder;

  static Stream<byte[]> seeds() {
    byte[] gzip = made(out -> new GZIPOutputStream(out));
    byte[] zip =
        made(
            out -> {
              ZipOutputStream made = new ZipOutputStream(out);
              made.putNextEntry(new ZipEntry("metrics.jsonl"));
              return made;
            });
    return Stream.concat(
        Stream.of(gzip, zip), FuzzSeeds.of(LINE, LINE + "{\"metric\":[\n" + LINE, "PK", ""));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyFile(byte[] bytes) throws IOException {
    Path file = folder.resolve("bundle");
    Files.write(file, bytes);
    try {
      BundleFile bundle = BundleFile.open(file, LIMITS);
      BundleFile.Content content = bundle.verify(() -> false);
      assertThat(content.inflatedBytes()).isBetween(0L, LIMITS.inflatedBytes());
      try (BundleLines lines = bundle.lines()) {
        long before = 0;
        while (lines.next()) {
          assertThat(lines.endOffset()).isGreaterThan(before);
          before = lines.endOffset();
          if (lines.problem().isEmpty()) {
            assertThat(lines.line().samples()).isPositive();
          }
        }
        assertThat(before).isLessThanOrEqualTo(content.inflatedBytes());
      }
    } catch (GatherException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
    }
  }

  private interface Opened {
    java.io.OutputStream around(ByteArrayOutputStream out) throws IOException;
  }

  private static byte[] made(Opened format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (java.io.OutputStream made = format.around(out)) {
      made.write(LINE.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
