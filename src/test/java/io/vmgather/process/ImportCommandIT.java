package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.LocalEnv;
import io.vmgather.SearchableAtOnce;
import io.vmgather.VmServer;
import io.vmgather.process.Vmgather.Ended;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} as people use it, against the real servers. */
@ExtendWith(SearchableAtOnce.class)
@Apart
class ImportCommandIT {
  private static final LocalEnv ENV = LocalEnv.read();
  private static final long START = 1_772_607_600_000L;
  private static final long HOUR = 3_600_000;

  @TempDir private Path folder;
  private final String run = UUID.randomUUID().toString();
  private final VmServer single = VmServer.at(ENV.get("SINGLE_URL"));

  @Test
  void bundleLaidOutLikeThoseOfOldReleasesArrivesWhole() throws IOException {
    Ended ended = imported(zip("metrics.jsonl", lines(50)), "--url", ENV.get("SINGLE_URL"));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("verified     all 1,000 samples of 50 series are there");
    assertThat(stored(single, 0)).isEqualTo(parsed(lines(50)));
  }

  @Test
  void tenantGoesToItsOwnDataAndNowhereElse() throws IOException {
    Ended ended =
        imported(
            zip("metrics.jsonl", lines(5)), "--url", ENV.get("CLUSTER_URL"), "--tenant", "1011");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    VmServer tenant = VmServer.at(ENV.get("TENANT1011_URL"));
    assertThat(stored(tenant, 0)).isEqualTo(parsed(lines(5)));
    assertThat(stored(VmServer.at(ENV.get("TENANT0_URL")), 0)).isEmpty();
  }

  @Test
  void signInThroughVmauthWorksAndShowsNowhere() throws IOException {
    String password = ENV.get("VMAUTH_BASIC_PASSWORD");
    Vmgather vmgather = Vmgather.in(folder).alone().with("VMGATHER_PASSWORD", password);
    Ended ended =
        vmgather.run(
            "import",
            zip("metrics.jsonl", lines(5)).toString(),
            "--url",
            ENV.get("VMAUTH_URL"),
            "--username",
            ENV.get("VMAUTH_BASIC_USER"));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err() + ended.out()).doesNotContain(password);
    assertThat(stored(single, 0)).isEqualTo(parsed(lines(5)));
  }

  @Test
  void samplesAreMovedAndLabelsDropped() throws IOException {
    Ended ended =
        imported(
            zip("metrics.jsonl", lines(1)),
            "--url",
            ENV.get("SINGLE_URL"),
            "--shift=-1h",
            "--drop",
            "series");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("moved        -1h", "dropped      labels series");
    assertThat(single.export("{run=\"" + run + "\"}", START - HOUR, START))
        .contains("\"timestamps\":[" + (START - HOUR))
        .doesNotContain("\"series\"");
  }

  @Test
  void dryRunSendsNothingAndSaysOnStandardOutputWhatItWould() throws IOException {
    Ended ended =
        imported(zip("metrics.jsonl", lines(3)), "--url", ENV.get("SINGLE_URL"), "--dry-run");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("would send   3 series, 60 of 60 samples");
    assertThat(stored(single, 0)).isEmpty();
  }

  @Test
  void hostileBundlesAreRefusedWithTheReasonAndTheNextGoodOneWorks() throws IOException {
    byte[] good = Files.readAllBytes(zip("metrics.jsonl", lines(20)));
    refused(Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(good, 300)), "");
    byte[] flipped = good.clone();
    flipped[100] ^= 0x20;
    refused(Files.write(folder.resolve("flipped.zip"), flipped), "");
    refused(zip("../../etc/metrics.jsonl", lines(1)), "an entry's name has a path");
    refused(zip("README.txt", "hello"), "none of its entries holds metrics");
    refused(Files.writeString(folder.resolve("page.html"), "<html>"), "no ZIP, no gzip");
    refused(Files.createFile(folder.resolve("empty.zip")), "it is empty");
    assertThat(stored(single, 0)).isEmpty();

    Ended ended = imported(zip("metrics.jsonl", lines(20)), "--url", ENV.get("SINGLE_URL"));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(stored(single, 0)).isEqualTo(parsed(lines(20)));
  }

  @Test
  void linesThatNobodyCanImportAreCountedWithTheirNumbersInTheDefaultHeap() throws IOException {
    Path bundle = folder.resolve("long.jsonl.gz");
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(bundle)))) {
      out.write(lines(2).getBytes(StandardCharsets.UTF_8));
      out.write("{\"metric\":{\"__name__\":\"m\",\"l\":\"".getBytes(StandardCharsets.UTF_8));
      byte[] text = noise();
      for (int i = 0; i < 300; i++) {
        out.write(text);
      }
      out.write("\"},\"values\":[1],\"timestamps\":[1]}\n".getBytes(StandardCharsets.UTF_8));
      out.write(
          "{\"metric\":{\"__name__\":\"m\"},\"values\":[1,2],\"timestamps\":[1]}\n"
              .getBytes(StandardCharsets.UTF_8));
      out.write(("[".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
      out.write(
          "{\"metric\":{\"__name__\":\"m\"},\"values\":[1],\"timestamps\":[-9223372036854775808]}\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    Ended ended =
        Vmgather.in(folder).run("import", bundle.toString(), "--url", ENV.get("SINGLE_URL"));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("skipped      4 lines", "line 3: It is longer than 67108864 bytes", "line 4: ")
        .contains("line 5: ", "line 6: ", "all 40 samples of 2 series are there");
  }

  /** A megabyte that does not deflate far enough to look like a bomb. */
  private static byte[] noise() {
    byte[] text = new byte[1_000_000];
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('a' + random.nextInt(26));
    }
    return text;
  }

  private void refused(Path bundle, String reason) {
    Ended ended = imported(bundle, "--url", ENV.get("SINGLE_URL"));
    assertThat(ended.exitCode()).as(bundle + ended.err()).isEqualTo(1);
    assertThat(ended.err()).contains("error: ", reason).doesNotContain("defect", "sent ");
  }

  private Ended imported(Path bundle, String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "import";
    words[1] = bundle.toString();
    System.arraycopy(options, 0, words, 2, options.length);
    return Vmgather.in(folder).alone().run(words);
  }

  private Path zip(String entry, String text) throws IOException {
    Path bundle = Files.createTempFile(folder, "bundle", ".zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bundle))) {
      if (entry.equals("metrics.jsonl")) {
        zip.putNextEntry(new ZipEntry("metadata.json"));
        zip.write(
            """
            {"export_id":"export-1","export_date":"2026-03-04T10:00:00Z",
             "time_range":{"start":"2026-03-04T07:00:00Z","end":"2026-03-04T08:00:00Z"},
             "components":["vmstorage"],"jobs":["app"],"metrics_count":%d,"obfuscated":false,
             "vmgather_version":"1.9.1"}
            """
                .formatted(text.lines().count())
                .getBytes(StandardCharsets.UTF_8));
      }
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bundle;
  }

  private String lines(int series) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < series; i++) {
      StringBuilder values = new StringBuilder("1");
      StringBuilder stamps = new StringBuilder("" + START);
      for (int at = 1; at < 20; at++) {
        values.append(at % 5 == 0 ? ",\"-Infinity\"" : "," + (i + at) + ".5");
        stamps.append(',').append(START + at * 15_000L);
      }
      lines
          .append("{\"metric\":{\"__name__\":\"imported\",\"job\":\"app\",\"run\":\"")
          .append(run)
          .append("\",\"series\":\"s")
          .append(i)
          .append("\"},\"values\":[")
          .append(values)
          .append("],\"timestamps\":[")
          .append(stamps)
          .append("]}\n");
    }
    return lines.toString();
  }

  private Map<String, Map<Long, String>> stored(VmServer server, long shift) {
    server.flush();
    // A filter that was not asked before: VictoriaMetrics remembers for seconds what one found.
    String asked = "{run=\"" + run + "\",asked!=\"" + UUID.randomUUID() + "\"}";
    return parsed(server.export(asked, START + shift, START + shift + HOUR));
  }

  private static Map<String, Map<Long, String>> parsed(String lines) {
    Map<String, Map<Long, String>> all = new TreeMap<>();
    lines.lines().forEach(line -> BundleSamples.add(line, all));
    return all;
  }
}
