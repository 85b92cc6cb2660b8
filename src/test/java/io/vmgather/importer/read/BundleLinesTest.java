package io.vmgather.importer.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleLinesTest {
  private static final String GOOD =
      "{\"metric\":{\"__name__\":\"up\",\"job\":\"ä\\u00e9\"},\"values\":[1,null,\"-Infinity\",2e-7],"
          + "\"timestamps\":[1700000000000,1700000015000,1700000030000,1700000045000]}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"metric\":{\"a\":\"b\"},\"values\":[1,2],\"timestamps\":[1700000000000]} | 1 timestamps but 2 values",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1.2.3],\"timestamps\":[1700000000000]} | Value 1 is no number",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1,-],\"timestamps\":[1700000000000,1700000000001]} | Value 2 is no number",
        "{\"metric\":{\"a\":\"b\"},\"values\":[\"x\"],\"timestamps\":[1700000000000]} | Value 1 is no number",
        "{\"metric\":{\"a\":7},\"values\":[1],\"timestamps\":[1700000000000]} | Its labels are no pairs of texts",
        "{\"metric\":{\"a\":{\"b\":\"c\"}},\"values\":[1],\"timestamps\":[1700000000000]} | Its labels are no pairs of texts",
        "{\"metric\":{\"a\":\"\\u12\"},\"values\":[1],\"timestamps\":[1700000000000]} | Its labels are no pairs of texts",
        "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1.5]} | Timestamp 1 is no whole number",
        "{\"metric\":{},\"values\":[1],\"timestamps\":[1700000000000]} | It has no labels",
        "{\"values\":[1],\"timestamps\":[1700000000000]} | It has no metric object",
        "{\"metric\":{},\"values\":[],\"timestamps\":[]} | It has no samples",
        "[1] | It is no JSON object",
        "some text | It is no JSON",
        "{\"metric\":{\"a\":[[[[[[[[[[1]]]]]]]]]]},\"values\":[1],\"timestamps\":[1]} | Its labels are no pairs of texts"
      })
  void lineThatVictoriaMetricsWouldSkipIsToldApartWithTheReason(String line, String reason)
      throws IOException {
    assertThat(read(GOOD + "\n" + line + "\n" + GOOD + "\n", 1 << 20))
        .containsExactly("1", "2 " + reason, "3");
  }

  @Test
  void deepNestingIsNoReasonToFail() throws IOException {
    String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(read(deep + "\n" + GOOD + "\n", 1 << 20))
        .containsExactly(
            "1 It is nested too deep, or holds a text or number that is too long", "2");
  }

  @Test
  void otherFormsOfTheSameLineAreTaken() throws IOException {
    String other =
        "{ \"timestamps\": [1700000000000], \"metric\": {\"__name__\": \"up\"}, \"values\": [3.50] }";

    assertThat(read("\ufeff" + other + "\r\n\r\n" + GOOD, 1 << 20)).containsExactly("1", "3");
  }

  @Test
  void onlyAByteOrderMarkIsPassedOver() throws IOException {
    byte[] line = (" " + GOOD + "\n").getBytes(StandardCharsets.UTF_8);
    line[0] = (byte) 0xEF;
    Path file = Files.write(folder.resolve("no-mark"), line);
    try (BundleLines lines =
        new BundleLines(file, MetricsInput.of(Files.newInputStream(file)), 1 << 20)) {
      assertThat(lines.next()).isTrue();
      assertThat(lines.problem()).isEqualTo("It is no JSON");
    }
  }

  @Test
  void lineOverTheLimitIsSkippedInTheMemoryThatIsThere() throws IOException {
    String longLine = "{\"metric\":{\"a\":\"" + "x".repeat(3_000_000) + "\"}}";

    assertThat(read(GOOD + "\n" + longLine + "\n" + GOOD + "\n", 100_000))
        .containsExactly("1", "2 It is longer than 100000 bytes", "3");
  }

  @Test
  void lineThatIsCutOffAtTheEndIsSaidToBe() throws IOException {
    assertThat(read(GOOD + "\n" + GOOD.substring(0, 80), 1 << 20))
        .containsExactly("1", "2 It is cut off before its end");
  }

  @Test
  void labelsThatAreNotUtf8AreSkipped() throws IOException {
    byte[] line = (GOOD + "\n").getBytes(StandardCharsets.UTF_8);
    line[GOOD.indexOf('ä') + 1] = 'x';
    Path file = Files.write(folder.resolve("odd"), line);

    assertThat(lines(BundleFile.open(file, new ReadLimits(1 << 20, 100, 1 << 20))))
        .containsExactly("1 Its labels are not UTF-8");
  }

  @Test
  void linesAreTheSameInEveryWrapping() throws IOException {
    byte[] text = (GOOD + "\n" + GOOD + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text);
    }
    for (byte[] file : List.of(text, gzip.toByteArray(), zip("data.jsonl", text))) {
      BundleFile bundle =
          BundleFile.open(Files.write(folder.resolve("in"), file), ReadLimits.defaults());

      assertThat(lines(bundle)).containsExactly("1", "2");
      assertThat(bundle.verify(() -> false).inflatedBytes()).isEqualTo(text.length);
    }
  }

  @Test
  void secondMemberOfAGzipIsReadAndItsDamageFound() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    int second = 0;
    for (int i = 0; i < 2; i++) {
      second = gzip.size();
      try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
        out.write((GOOD + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] both = gzip.toByteArray();
    assertThat(
            lines(BundleFile.open(Files.write(folder.resolve("two"), both), ReadLimits.defaults())))
        .containsExactly("1", "2");
    both[second + 2] = 7;
    Path damaged = Files.write(folder.resolve("damaged.gz"), both);

    assertThatThrownBy(() -> BundleFile.open(damaged, ReadLimits.defaults()).verify(() -> false))
        .isInstanceOf(GatherException.class);
  }

  @Test
  void manifestOfMillionsOfPartsIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("metrics.jsonl"));
      zip.write((GOOD + "\n").getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("metadata.json"));
      zip.write(
          ("{\"jobs\":[\"a\"" + ",\"a\"".repeat(3_000_000) + "]}")
              .getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    Path file = Files.write(folder.resolve("manifest.zip"), bytes.toByteArray());

    assertThatThrownBy(() -> BundleFile.open(file, ReadLimits.defaults()))
        .hasMessageContaining("no");
  }

  @Test
  void fileCutAtAnyByteNeverReadsAsWhole() throws IOException {
    byte[] whole = zip("metrics.jsonl", (GOOD + "\n").getBytes(StandardCharsets.UTF_8));
    for (int length = 1; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> BundleFile.open(file, ReadLimits.defaults()).verify(() -> false))
          .as("cut at %d", length)
          .asInstanceOf(InstanceOfAssertFactories.type(GatherException.class))
          .extracting(GatherException::code)
          .isEqualTo(ErrorCode.BUNDLE_DAMAGED);
    }
  }

  @Test
  void anyDamagedByteOfTheMetricsIsFound() throws IOException {
    byte[] whole = zip("metrics.jsonl", (GOOD + "\n").getBytes(StandardCharsets.UTF_8));
    int first = 30 + "metrics.jsonl".length();
    for (int at = first; at < first + 60; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Path file = Files.write(folder.resolve("damaged"), damaged);

      assertThatThrownBy(() -> BundleFile.open(file, ReadLimits.defaults()).verify(() -> false))
          .as("byte %d", at)
          .isInstanceOf(GatherException.class);
    }
  }

  @Test
  void bombIsStoppedAtTheLimit() throws IOException {
    byte[] zeros = new byte[2_000_000];
    zeros[0] = '{';
    Path file = Files.write(folder.resolve("bomb"), zip("metrics.jsonl", zeros));

    assertThatThrownBy(
            () ->
                BundleFile.open(file, new ReadLimits(1_000_000, 500, 1 << 20)).verify(() -> false))
        .hasMessageContaining("inflates to more than 1000000 bytes");
  }

  private List<String> read(String text, int lineBytes) throws IOException {
    Path file = Files.writeString(folder.resolve("in.jsonl"), text);
    return lines(BundleFile.open(file, new ReadLimits(1 << 30, 500, lineBytes)));
  }

  private static List<String> lines(BundleFile bundle) {
    List<String> seen = new ArrayList<>();
    try (BundleLines lines = bundle.lines()) {
      while (lines.next()) {
        seen.add((lines.number() + " " + lines.problem()).strip());
      }
    }
    return seen;
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
