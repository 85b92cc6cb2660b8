package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.VmServer;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports that are killed at ten moments, by kill -9, and go on in another process. */
@Apart
class KillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NOWHERE = "nowhere";

  @TempDir private static Path serverFolder;
  private static VmServer server;

  @TempDir private Path folder;
  private final List<String> killed = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = VmServer.start(serverFolder);
    AwkwardData.store(server, "resume", ResumeIT.LENGTH);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void nothingIsKilledYet() {
    killed.clear();
  }

  @Test
  void exportKilledAtAnyMomentGoesOnInAnotherProcessToTheVeryBundle() throws Exception {
    killInFetch(1, 0);
    killInFetch(1, 3000);
    killInFetch(3, 3000);
    killInFetch(6, 1);
    killAtClock("EXPORTING 2 1"); // a fetch is complete, its checkpoint not begun
    killAtClock("EXPORTING 2 2"); // right behind a checkpoint
    killInCheckpoint();
    killAtClock("PACKING 6 6");
    killInZip();
    killAtClock("DONE 6 6"); // the bundle has its name, staging is still there

    killed.forEach(this::assertNothingReadableOnDisk);
    Map<String, Integer> goneOnFrom = resumeAll();

    assertThat(killed.stream().map(goneOnFrom::get)).containsExactly(0, 0, 2, 5, 1, 2, 1, 6, 6, 6);
    Exports.Bundle undisturbed =
        new Exports(folder.resolve("undisturbed")).make(ResumeIT.wish(server.url()));
    for (String job : killed) {
      assertThat(files(job)).as(job).hasSize(1);
      Exports.Bundle bundle = Exports.open(files(job).get(0));
      new ResumedBundle(bundle, null).assertSameAs(undisturbed);
    }
    SampleSet source =
        SampleSet.ofLines(server.export(ResumeIT.ALL, START, START + ResumeIT.LENGTH));
    new ResumedBundle(undisturbed, undisturbed.dictionary()).assertHolds(source);
  }

  private void killInFetch(int number, long bytes) throws Exception {
    try (FaultProxy proxy = FaultProxy.before(URI.create(server.url()).getPort())) {
      proxy.passing(number - 1).spoil(bytes, 1, proxy.stall());
      String job = newJob();
      Process process = begin(job, proxy.url(), NOWHERE);
      kill(process, proxy::wasHit);
    }
  }

  private void killAtClock(String moment) throws Exception {
    String job = newJob();
    Process process = begin(job, server.url(), moment);
    kill(process, () -> Files.exists(folder.resolve(job).resolve("here")));
  }

  /** A pipe in place of the next checkpoint's file: opening it waits for a reader, for ever. */
  private void killInCheckpoint() throws Exception {
    String job = newJob();
    Path staging = folder.resolve(job).resolve("staging");
    Process process = begin(job, server.url(), "EXPORTING 2 1");
    Path here = folder.resolve(job).resolve("here");
    Until.holds(PATIENCE, "the moment", () -> !process.isAlive() || Files.exists(here));
    long before = size(staging.resolve(job + ".sealed"));
    pipe(staging.resolve(job + ".checkpoint.json.next"));
    Files.delete(here);
    // First the journal grows, then the checkpoint is to say so.
    kill(process, () -> size(staging.resolve(job + ".sealed")) > before);
    Files.delete(staging.resolve(job + ".checkpoint.json.next"));
  }

  /** The same in place of the manifest's file, which comes behind the metrics of the ZIP. */
  private void killInZip() throws Exception {
    String job = newJob();
    Path staging = folder.resolve(job).resolve("staging");
    Files.createDirectories(staging);
    Path manifest = staging.resolve(job + ".manifest.deflated");
    pipe(manifest);
    Process process = begin(job, server.url(), NOWHERE);
    Path hidden = folder.resolve(job).resolve("bundles").resolve("." + job + ".zip.partial");
    kill(process, () -> Files.exists(hidden));
    Files.delete(manifest);
    assertThat(hidden).exists();
  }

  private static void pipe(Path path) throws IOException {
    try {
      assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private String newJob() {
    String job = String.format("%032x", 0xABCDEF00L + killed.size());
    killed.add(job);
    return job;
  }

  private Process begin(String job, String url, String moment) throws IOException {
    return java("begin", folder.toString(), job, url, moment);
  }

  private void kill(Process process, BooleanSupplier moment) throws Exception {
    Until.holds(PATIENCE, "the moment", () -> !process.isAlive() || moment.getAsBoolean());
    assertThat(process.isAlive()).as(said()).isTrue();
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 9);
  }

  /** Job to the batches that it went on behind. */
  private Map<String, Integer> resumeAll() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("resume", folder.toString(), server.url()));
    arguments.addAll(killed);
    Process process = java(arguments.toArray(String[]::new));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said()).isZero();
    return said()
        .lines()
        .map(line -> line.split(" ", -1))
        .collect(Collectors.toMap(words -> words[0], words -> Integer.valueOf(words[1])));
  }

  private Process java(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledExport.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every byte that lies in the exporter's folders, and what the staged blocks inflate to. */
  private void assertNothingReadableOnDisk(String job) {
    String token = read(folder.resolve(job + ".token"));
    ResumeTicket ticket = ResumeTicket.parse(job, token);
    String credentials =
        Base64.getEncoder()
            .encodeToString(("reader:" + KilledExport.PASSWORD).getBytes(StandardCharsets.UTF_8));
    List<String> never =
        List.of(
            KilledExport.PASSWORD,
            credentials,
            token,
            ticket.key().text(),
            new String(ticket.key().bytes(), StandardCharsets.ISO_8859_1),
            "10.20.0.11",
            "2001:db8::7",
            "host-a.corp",
            "host-b.corp",
            "c.corp",
            latin1("хост-б"),
            "a/b|c.d");
    for (Path file : files(job)) {
      String content = read(file) + inflated(file);
      assertThat(never).as("%s", file).noneMatch(content::contains);
    }
  }

  private List<Path> files(String job) {
    try (Stream<Path> all = Files.walk(folder.resolve(job))) {
      return all.filter(file -> Files.isRegularFile(file) && !file.endsWith("here")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String inflated(Path file) {
    if (!file.toString().endsWith(".gz")) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The stream has no end: that is how staging looks.
    }
    return text.toString();
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
