package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.VmServer;
import io.vmgather.process.Vmgather.Ended;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports whose importer or target is killed by kill -9 at ten moments each. The importer is killed
 * between two chunks: what was on its way would be sent again.
 */
@Apart
class ImportKillIT {
  private static final long START = 1_750_000_000_000L;
  private static final int SERIES = 150;
  private static final int SAMPLES = 2000;
  private static final int MOMENTS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)");

  @TempDir private Path folder;
  private Path data;
  private VmServer target;
  private Path bundle;
  private final Map<String, Map<Long, String>> sent = new TreeMap<>();

  @BeforeEach
  void targetAndBundle() throws IOException {
    data = Files.createDirectory(folder.resolve("server"));
    target = VmServer.start(data);
    bundle = folder.resolve("metrics.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(bundle)) {
      for (int i = 0; i < SERIES; i++) {
        String line = line(i);
        BundleSamples.add(line, sent);
        out.write(line + "\n");
      }
    }
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void importerKilledAtTenMomentsGoesOnWhereItStoodAndNothingIsMissing() throws Exception {
    long size = Files.size(bundle);
    for (int moment = 1; moment <= MOMENTS; moment++) {
      Process process = vmgather().start(arguments(moment > 1));
      long wanted = size * moment / (MOMENTS + 2);
      until(process, "at " + wanted, () -> offset() >= wanted);
      process.destroyForcibly().waitFor();
    }
    assertThat(offset()).isGreaterThan(size / 2);

    finishes(vmgather().run(arguments(true)));
  }

  @Test
  void targetKilledAtTenMomentsIsWaitedForAndSentAgainWhatItForgot() throws Exception {
    Vmgather vmgather = vmgather();
    Process process = vmgather.start(arguments(false));
    for (int moment = 1; moment <= MOMENTS; moment++) {
      long wanted = 400_000L * moment;
      until(process, "at " + wanted, () -> offset() >= wanted);
      target.close();
      // Behind the loss the checkpoint names what the target surely has on its disk.
      until(process, "the loss is noticed", () -> offset() < wanted);
      target = VmServer.startAgain(target, data);
    }
    finishes(vmgather.await(process));
  }

  @Test
  void movedToNowTheResumedOneMovesByWhatTheKilledOneMoved() throws Exception {
    long size = Files.size(bundle);
    String[] toNow = {"--align-to", "now"};
    Process process = vmgather().start(arguments(false, toNow));
    until(process, "half is there", () -> offset() >= size / 2);
    process.destroyForcibly().waitFor();

    Ended ended = vmgather().run(arguments(true, toNow));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("verified", SERIES + " series are there");
    Map<String, Map<Long, String>> arrived = arrived(0, System.currentTimeMillis());
    long shift = firstStamp(arrived) - START;
    assertThat(shift).isPositive();
    sent.replaceAll((series, samples) -> moved(samples, shift));
    assertThat(arrived).isEqualTo(sent);
  }

  private static long firstStamp(Map<String, Map<Long, String>> samples) {
    return samples.values().stream()
        .flatMap(stamps -> stamps.keySet().stream())
        .min(Long::compare)
        .orElseThrow();
  }

  private static Map<Long, String> moved(Map<Long, String> samples, long shift) {
    Map<Long, String> moved = new TreeMap<>();
    samples.forEach((stamp, value) -> moved.put(stamp + shift, value));
    return moved;
  }

  private void finishes(Ended ended) {
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("verified", SERIES + " series are there");
    assertThat(checkpoint()).isNull();
    assertThat(arrived(START, START + SAMPLES * 15_000L)).isEqualTo(sent);
  }

  private Map<String, Map<Long, String>> arrived(long fromMillis, long toMillis) {
    target.flush();
    Map<String, Map<Long, String>> arrived = new TreeMap<>();
    target
        .export("{__name__=\"killed\"}", fromMillis, toMillis)
        .lines()
        .forEach(line -> BundleSamples.add(line, arrived));
    return arrived;
  }

  private Vmgather vmgather() {
    return Vmgather.in(folder).alone();
  }

  private String[] arguments(boolean resume, String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(0, List.of("import", bundle + "", "--url", target.url(), "--rate", "60000"));
    if (resume) {
      words.add("--resume");
    }
    return words.toArray(String[]::new);
  }

  private static void until(
      Process process, String what, java.util.function.BooleanSupplier condition) {
    Until.holds(
        PATIENCE,
        what,
        () -> {
          assertThat(process.isAlive()).as("the importer works until " + what).isTrue();
          return condition.getAsBoolean();
        });
  }

  /** What the checkpoint names; 0 without one. */
  private long offset() {
    Path file = checkpoint();
    if (file == null) {
      return 0;
    }
    try {
      Matcher offset = OFFSET.matcher(Files.readString(file));
      return offset.find() ? Long.parseLong(offset.group(1)) : 0;
    } catch (IOException replacedJustNow) {
      return 0;
    }
  }

  private Path checkpoint() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".checkpoint"))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(int series) {
    StringBuilder values = new StringBuilder();
    StringBuilder stamps = new StringBuilder();
    for (int i = 0; i < SAMPLES; i++) {
      values
          .append(i == 0 ? "" : ",")
          .append(i == 7 ? "\"Infinity\"" : "" + (series * 1_000_000L + i));
      stamps.append(i == 0 ? "" : ",").append(START + i * 15_000L);
    }
    return "{\"metric\":{\"__name__\":\"killed\",\"job\":\"app\",\"series\":\"s"
        + series
        + "\"},\"values\":["
        + values
        + "],\"timestamps\":["
        + stamps
        + "]}";
  }
}
