package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportRun;
import io.vmgather.exporter.job.ExportSettings;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.process.Vmgather.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that fails in the middle ends in exactly the right bundle, or in an error and none. */
@Apart
class BrokenSourceIT {
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy";

  private static final Instant START = OwnServer.END.minusSeconds(4 * 3600);

  @TempDir static Path shared;
  private static OwnServer source;
  private static Map<String, Map<Long, String>> undisturbed;

  @TempDir Path folder;

  @BeforeAll
  static void aServerWithData() throws Exception {
    source = OwnServer.start(shared);
    source.fill(90, 4, 15);
    Vmgather vmgather = Vmgather.in(shared.resolve("undisturbed")).alone();
    Ended ended = vmgather.run(export(source.url(), vmgather));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    undisturbed = BundleSamples.of(vmgather.bundle());
    assertThat(undisturbed)
        .hasSize(90)
        .allSatisfy((s, samples) -> assertThat(samples).hasSize(960));
  }

  @AfterAll
  static void stop() {
    source.close();
  }

  @Test
  void aResetInTheMiddleIsFetchedAgain() throws IOException {
    endsInTheSameBundle(300_000, 2, FaultProxy.RESET);
  }

  @Test
  void theProgramSaysThatItTriedAgainAndMakesTheSameBundle() throws IOException {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      proxy.spoil(300_000, 1, FaultProxy.RESET);
      Vmgather vmgather = Vmgather.in(folder);
      Ended ended = vmgather.run(export(proxy.url(), vmgather));
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.err()).contains("waiting to try again: ", "warning: a request failed and");
      assertThat(BundleSamples.of(vmgather.bundle())).isEqualTo(undisturbed);
    }
  }

  @Test
  void anAnswerThatEndsEarlyIsFetchedAgain() throws IOException {
    endsInTheSameBundle(700_001, 1, FaultProxy.CUT);
  }

  @Test
  void anAnswerThatEndsInItsHeadIsFetchedAgain() throws IOException {
    endsInTheSameBundle(20, 1, FaultProxy.CUT);
  }

  @Test
  void errorTextInTheMiddleIsFetchedAgain() throws IOException {
    endsInTheSameBundle(300_000, 1, FaultProxy.text("error when exporting: cannot read block\n"));
  }

  @Test
  void anAnswerOf503IsAskedAgainWhenTheServerSaid() throws IOException {
    endsInTheSameBundle(0, 1, FaultProxy.text(UNAVAILABLE));
  }

  @Test
  void anAnswerOf429IsAskedAgain() throws IOException {
    endsInTheSameBundle(0, 1, answer("429 Too Many Requests", "slow down"));
  }

  @Test
  void anAnswerOf500IsAskedAgain() throws IOException {
    endsInTheSameBundle(0, 2, answer("500 Internal Server Error", "oops"));
  }

  @Test
  void aLimitMakesSmallerRequests() throws IOException {
    String limit = "the number of matching timeseries exceeds -search.maxExportSeries";
    endsInTheSameBundle(0, 3, answer("422 Unprocessable Entity", limit));
  }

  @Test
  void anErrorThatStaysFailsWithItsTextAndWithoutABundle() throws IOException {
    failsWith(0, answer("500 Internal Server Error", "vmstorage is away"), "vmstorage is away");
  }

  @Test
  void aWebPageInsteadOfLinesFailsWithoutABundle() throws IOException {
    String page = "<html><head><title>Sign in</title></head><body>Welcome</body></html>";
    failsWith(0, answer("200 OK", page), "Sign in");
  }

  @Test
  void aRefusalInTheMiddleIsNotTriedAgain() throws IOException {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      proxy.spoil(0, 1, answer("400 Bad Request", "unknown argument"));
      fails(Vmgather.in(folder).alone(), proxy.url(), "unknown argument");
    }
  }

  @Test
  void aServerKilledInTheMiddleFailsSoonAndSaysThatItTriesAgain() throws Exception {
    Path data = java.nio.file.Files.createDirectory(folder.resolve("server"));
    try (OwnServer victim = OwnServer.start(data);
        FaultProxy proxy = FaultProxy.before(victim.port())) {
      victim.fill(90, 4, 15);
      proxy.spoil(
          300_000,
          1,
          client -> {
            victim.kill();
            FaultProxy.RESET.on(client);
          });
      Vmgather vmgather = Vmgather.in(folder);
      Process process = vmgather.start(export(proxy.url(), vmgather));
      Until.holds(Duration.ofSeconds(30), "the server is killed", proxy::wasHit);
      proxy.hangUp();
      long dead = System.nanoTime();

      Ended ended = vmgather.await(process);

      assertThat(Duration.ofNanos(System.nanoTime() - dead)).isLessThan(Duration.ofSeconds(15));
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err())
          .contains("waiting to try again")
          .contains("error: Connection refused by 127.0.0.1")
          .contains("try:");
      assertThat(vmgather.files()).isEmpty();
    }
  }

  private void endsInTheSameBundle(long afterBytes, int times, FaultProxy.Fault fault)
      throws IOException {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      proxy.spoil(afterBytes, times, fault);
      Path bundle = inProcess(proxy.url()).toBundle().bundle().orElseThrow().path();
      assertThat(proxy.wasHit()).isTrue();
      assertThat(BundleSamples.of(bundle)).isEqualTo(undisturbed);
      assertThat(folder)
          .isDirectoryContaining(bundle::equals)
          .isDirectoryNotContaining("glob:**part*");
    }
  }

  /** The same export without a process of its own, and with shorter waits. */
  private ExportRun inProcess(String url) {
    Connection connection = new Connection(url, "", "", false, "", Auth.NONE, false, false);
    ExportConfig config =
        new ExportConfig(
            connection,
            new ExportConfig.TimeRange(START.toString(), OwnServer.END.toString()),
            List.of(),
            List.of(),
            "custom",
            "selector",
            "{__name__=~\"app_.*\"}",
            null,
            null,
            "",
            0,
            null);
    RetryPolicy quick = RetryPolicy.of(5, Duration.ofMillis(50), Duration.ofSeconds(2));
    ExportSettings settings =
        new ExportSettings(
            folder,
            folder,
            "test",
            ExportSettings.DEFAULT_LINE_BYTES,
            new VmClient.Settings(
                Timeouts.DEFAULT,
                quick,
                HostResolver.SYSTEM,
                Certificates.NONE,
                OutgoingProxy.NONE),
            Clock.systemUTC());
    return new ExportRun(config, settings, new Dictionary());
  }

  private void failsWith(long afterBytes, FaultProxy.Fault fault, String message)
      throws IOException {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      proxy.spoil(afterBytes, Integer.MAX_VALUE, fault);
      fails(Vmgather.in(folder).alone(), proxy.url(), message);
    }
  }

  private static void fails(Vmgather vmgather, String url, String message) {
    Ended ended = vmgather.run(export(url, vmgather));
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("error: ").contains(message).doesNotContain("Exception");
    assertThat(vmgather.files()).isEmpty();
  }

  private static FaultProxy.Fault answer(String status, String body) {
    return FaultProxy.text(
        "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private static String[] export(String url, Vmgather vmgather) {
    List<String> arguments =
        new ArrayList<>(List.of("export", "--url", url, "--selector", "{__name__=~\"app_.*\"}"));
    arguments.addAll(List.of("--no-obfuscation", "--output", vmgather.output.toString()));
    arguments.addAll(List.of("--start", START.toString()));
    arguments.addAll(List.of("--end", OwnServer.END.toString()));
    return arguments.toArray(String[]::new);
  }
}
