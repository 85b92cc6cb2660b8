package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.VmServer;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.AwkwardData;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.SampleSet.Sample;
import io.vmgather.importer.read.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What arrives on a real VictoriaMetrics, sample by sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportRunIT {
  private static final long HOUR = 3_600_000;

  private VmServer source;
  private VmServer target;
  private String lines;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    source = VmServer.start(folder(folder, "source"), "-retentionPeriod=100y");
    target = VmServer.start(folder(folder, "target"), "-retentionPeriod=100y");
    AwkwardData.store(source, "original", 2 * HOUR);
    source.flush();
    lines =
        source.export("{run=\"original\"}", AwkwardData.START - HOUR, AwkwardData.START + 4 * HOUR);
  }

  private static Path folder(Path in, String name) throws IOException {
    return Files.createDirectory(in.resolve(name));
  }

  @AfterAll
  void stop() {
    source.close();
    target.close();
  }

  @Test
  void everySampleArrivesWithItsValueWhateverItsLabels(@TempDir Path folder) throws IOException {
    String run = UUID.randomUUID().toString();

    ImportOutcome outcome = imported(folder, run, ImportConfig.to(target.url()));

    SampleSet sent = SampleSet.ofLines(of(run));
    assertThat(outcome.samplesSent()).isEqualTo(sent.size());
    assertThat(outcome.summary().skippedLines()).isZero();
    Arrived.sameSamples(arrived(run, 0), kept(sent));
  }

  @Test
  void shiftMovesEverySampleByTheSame(@TempDir Path folder) throws IOException {
    String run = UUID.randomUUID().toString();
    long shift = -86_400_123L;

    imported(folder, run, config(shift, List.of()));

    List<Sample> moved =
        kept(SampleSet.ofLines(of(run))).samples().stream()
            .map(s -> new Sample(s.labels(), s.millis() + shift, s.value()))
            .toList();
    Arrived.sameSamples(arrived(run, shift), SampleSet.of(moved));
  }

  @Test
  void droppedLabelsAreGoneAndNothingElse(@TempDir Path folder) throws IOException {
    String run = UUID.randomUUID().toString();
    // Each series of its own name, so that none becomes another without its note.
    String only =
        lines
            .lines()
            .filter(line -> line.contains("\"__name__\":\"awkward_labels\""))
            .filter(line -> line.contains("\"instance\":\"10.20.0.11:9100\""))
            .reduce("", (a, b) -> a + b + "\n");
    String renamed = only.replace("original", run);

    run(write(folder, renamed), config(0, List.of("note")));

    assertThat(arrived(run, 0).size()).isPositive();
    Arrived.sameSamples(
        arrived(run, 0),
        kept(
            SampleSet.ofLines(renamed)
                .mapLabels(
                    labels -> {
                      Map<String, String> left = new HashMap<>(labels);
                      left.remove("note");
                      return left;
                    })));
  }

  @Test
  void whatIsExpectedIsWhatWasSent(@TempDir Path folder) throws IOException {
    String run = UUID.randomUUID().toString();
    ImportConfig config = ImportConfig.to(target.url());
    BundleFile bundle = write(folder, of(run));
    run(bundle, config);
    long[] expected = new long[1];

    new ExpectedSeries(bundle, config, TargetKeeps.UNKNOWN, () -> false)
        .read((labels, stamps, count) -> expected[0] += count);

    assertThat(expected[0]).isEqualTo(arrived(run, 0).size());
  }

  @Test
  void lineThatWouldBeSkippedInSilenceIsSaid(@TempDir Path folder) throws IOException {
    String run = UUID.randomUUID().toString();
    String good = "{\"metric\":{\"__name__\":\"m\",\"run\":\"" + run + "\"},\"values\":[1,2],";
    String bundle =
        good
            + "\"timestamps\":[1772607600000]}\n"
            + good
            + "\"timestamps\":[1772607600000,1772607601000]}\n";

    ImportOutcome outcome = run(write(folder, bundle), ImportConfig.to(target.url()));

    assertThat(outcome.skipped())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.line()).isEqualTo(1);
              assertThat(line.reason()).isEqualTo("1 timestamps but 2 values");
            });
    assertThat(arrived(run, 0).size()).isEqualTo(2);
  }

  @Test
  void longSeriesIsSplitAndArrivesWhole(@TempDir Path folder) throws IOException {
    String run = UUID.randomUUID().toString();
    StringBuilder values = new StringBuilder();
    StringBuilder stamps = new StringBuilder();
    for (int i = 0; i < 123_456; i++) {
      values.append(i == 0 ? "" : ",").append(i);
      stamps.append(i == 0 ? "" : ",").append(AwkwardData.START + i * 100L);
    }
    String line =
        "{\"metric\":{\"__name__\":\"long\",\"run\":\""
            + run
            + "\"},\"values\":["
            + values
            + "],\"timestamps\":["
            + stamps
            + "]}\n";

    run(write(folder, line), ImportConfig.to(target.url()));

    Arrived.sameSamples(arrived(run, 0), SampleSet.ofLines(line));
  }

  @Test
  void nothingIsSentOfADamagedBundle(@TempDir Path folder) throws IOException {
    Path gz = folder.resolve("cut.gz");
    byte[] cut = new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3};
    Files.write(gz, cut);
    BundleFile bundle = BundleFile.open(gz, ImportSettings.defaults().limits());

    assertThatThrownBy(() -> run(bundle, ImportConfig.to("http://127.0.0.1:1")))
        .hasMessageContaining("no sound bundle");
  }

  private ImportOutcome imported(Path folder, String run, ImportConfig config) throws IOException {
    return run(write(folder, of(run)), config);
  }

  private String of(String run) {
    return lines.replace("\"original\"", '"' + run + '"');
  }

  private static BundleFile write(Path folder, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("lines.jsonl"), text);
    return BundleFile.open(file, ImportSettings.defaults().limits());
  }

  private ImportOutcome run(BundleFile bundle, ImportConfig config) {
    try (VmClient writer = VmClient.open(Connection.to(config.endpoint()))) {
      return new ImportRun(
              bundle, config, TargetKeeps.UNKNOWN, "", writer, null, ImportSettings.defaults())
          .run();
    }
  }

  private ImportConfig config(long shift, List<String> drop) {
    return new ImportConfig(
        target.url(), "", "", "", "", "", "", "", false, 0, 0, false, shift, 0, drop, 0);
  }

  private SampleSet arrived(String run, long shift) {
    target.flush();
    return SampleSet.ofLines(
        target.export(
            "{run=\"" + run + "\"}",
            AwkwardData.START - HOUR + shift,
            AwkwardData.START + 4 * HOUR + shift));
  }

  /** Gaps are not kept by an import. */
  private static SampleSet kept(SampleSet set) {
    return SampleSet.of(set.samples().stream().filter(s -> s.value() != null).toList());
  }
}
