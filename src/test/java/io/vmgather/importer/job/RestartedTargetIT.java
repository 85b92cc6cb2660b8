package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.VmServer;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.importer.read.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are killed while no request is on its way, and forget what they took last. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Apart
class RestartedTargetIT {
  private static final long START = 1_750_000_000_000L;
  private static final int SAMPLES = 2000;
  private static final int SERIES = 40; // four chunks

  @TempDir private Path folder;
  private Path data;
  private VmServer target;
  private Path checkpoint;
  private String lines;
  private BundleFile bundle;

  @BeforeEach
  void targetAndBundle() throws IOException {
    data = Files.createDirectory(folder.resolve("server"));
    target = VmServer.start(data);
    checkpoint = folder.resolve("checkpoint");
    lines = lines();
    Path file = Files.writeString(folder.resolve("lines.jsonl"), lines);
    bundle = BundleFile.open(file, ImportSettings.defaults().limits());
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void whatIsForgottenBetweenTwoChunksIsSentAgain() throws Exception {
    try (VmClient writer = writer()) {
      ImportRun run = run(writer, 12_000);
      CompletableFuture<ImportOutcome> outcome = CompletableFuture.supplyAsync(run::run);
      while (run.progress().snapshot().sentSamples() == 0) {
        Thread.sleep(5);
      }
      killAndStartAgain();
      outcome.get();
      assertAllThere();
    }
  }

  @Test
  void whatIsForgottenBehindTheLastChunkIsSentAgain() throws Exception {
    try (VmClient writer = writer()) {
      run(writer, 0).run();
      assertThat(ImportRun.mayBeLost(checkpoint, TargetStart.ask(writer))).isFalse();
      killAndStartAgain();
      assertThat(samplesThere()).as("or this shows nothing").isLessThan(SERIES * SAMPLES);
      assertThat(ImportRun.mayBeLost(checkpoint, TargetStart.ask(writer))).isTrue();
      run(writer, 0).run();
      assertAllThere();
      assertThat(ImportRun.mayBeLost(checkpoint, TargetStart.ask(writer))).isFalse();
    }
  }

  private void killAndStartAgain() {
    target.close();
    target = VmServer.startAgain(target, data);
  }

  private VmClient writer() {
    return VmClient.open(Connection.to(target.url()));
  }

  private ImportRun run(VmClient writer, long samplesPerSecond) {
    ImportConfig config =
        new ImportConfig(
            target.url(),
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            false,
            0,
            0,
            false,
            0,
            0,
            List.of(),
            samplesPerSecond);
    return new ImportRun(
        bundle, config, TargetKeeps.UNKNOWN, "", writer, checkpoint, ImportSettings.defaults());
  }

  private long samplesThere() {
    return arrived().size();
  }

  private void assertAllThere() {
    Arrived.sameSamples(
        SampleSet.of(arrived().samples().stream().distinct().toList()), SampleSet.ofLines(lines));
  }

  private SampleSet arrived() {
    target.flush();
    return SampleSet.ofLines(
        target.export("{__name__=\"restarted\"}", START, START + SAMPLES * 15_000L));
  }

  private static String lines() {
    String stamps =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> Long.toString(START + i * 15_000L))
            .collect(Collectors.joining(","));
    return IntStream.range(0, SERIES)
        .mapToObj(
            series ->
                "{\"metric\":{\"__name__\":\"restarted\",\"i\":\"%d\"},\"values\":[%s],\"timestamps\":[%s]}\n"
                    .formatted(
                        series,
                        IntStream.range(0, SAMPLES)
                            .mapToObj(i -> Long.toString(series * 1_000_000L + i))
                            .collect(Collectors.joining(",")),
                        stamps))
        .collect(Collectors.joining());
  }
}
