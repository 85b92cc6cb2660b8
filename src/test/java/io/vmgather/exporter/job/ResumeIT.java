package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.VmServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.Exports.Wish;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.process.FaultProxy;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of an export that failed, was cancelled or died, and was resumed. */
class ResumeIT {
  private static final long HOUR = 3_600_000;
  private static final long LENGTH = 6 * HOUR;
  private static final String ALL = "{run=\"resume\"}";
  private static final String JOB = "0123456789abcdef0123456789abcdef";

  @TempDir private static Path serverFolder;
  private static VmServer server;
  private static SampleSet expected;

  @TempDir private Path folder;
  private Exports.Bundle undisturbed;

  @BeforeAll
  static void start() {
    server = VmServer.start(serverFolder);
    AwkwardData.store(server, "resume", LENGTH);
    expected = SampleSet.ofLines(server.export(ALL, START, START + LENGTH));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeTheUndisturbedOne() {
    undisturbed = new Exports(folder.resolve("undisturbed")).make(wish(server.url()));
  }

  @Test
  void failureInTheMiddleIsResumedInTheSameProcess() throws Exception {
    Dictionary dictionary = new Dictionary();
    ExportRun failed = failsInFetch(4, dictionary);
    assertThat(failed.resumable()).isTrue();
    assertThat(failed.committedBatches()).isEqualTo(3);

    ExportRun resumed =
        ExportRun.resume(failed.ticket(), Connection.to(server.url()), settings(), dictionary);
    assertThat(resumed.dictionary()).isSameAs(dictionary);
    assertThat(resumed.committedBatches()).isEqualTo(3);
    assertIsUndisturbed(resumed);
  }

  @Test
  void failureInTheMiddleIsResumedByAnotherProcess() throws Exception {
    ExportRun failed = failsInFetch(4, new Dictionary());
    ResumeTicket ticket = ResumeTicket.parse(JOB, failed.ticket().token());

    assertIsUndisturbed(ExportRun.resume(ticket, Connection.to(server.url()), settings(), null));
  }

  private void assertIsUndisturbed(ExportRun resumed) {
    ExportOutcome outcome = resumed.toBundle();
    Exports.Bundle bundle = Exports.open(outcome.bundle().orElseThrow().path());
    new ResumedBundle(bundle, resumed.dictionary()).assertSameAs(undisturbed, expected);
    assertThat(resumed.resumable()).isFalse();
    assertThat(folder.resolve("staging")).isEmptyDirectory();
  }

  private ExportRun failsInFetch(int number, Dictionary dictionary) throws Exception {
    int port = URI.create(server.url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      proxy.passing(number - 1).spoil(2000, 100, FaultProxy.RESET);
      ExportRun run =
          ExportRun.resumable(
              JOB, wish(proxy.url()).config(), settings(), dictionary, SealKey.random());
      assertThatThrownBy(run::toBundle)
          .isInstanceOfSatisfying(
              GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_ANSWER));
      return run;
    }
  }

  private static Wish wish(String url) {
    TimeWindow window = new TimeWindow(START, START + LENGTH);
    return Wish.selector(url, ALL, window)
        .at(Connection.to(url).with(Auth.basic("reader", "canary-password-77")))
        .hide(Exports.hiding("note"))
        .batches(Exports.each(3600));
  }

  private ExportSettings settings() {
    return new ExportSettings(
        folder.resolve("bundles"),
        folder.resolve("staging"),
        "test",
        ExportSettings.DEFAULT_LINE_BYTES,
        new VmClient.Settings(Timeouts.DEFAULT, RetryPolicy.never(), HostResolver.SYSTEM),
        new Hurried());
  }
}
