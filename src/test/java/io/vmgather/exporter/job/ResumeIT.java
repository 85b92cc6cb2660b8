package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.Apart;
import io.vmgather.VmServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.Exports.Wish;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.process.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of an export that failed, was cancelled or died, and was resumed. */
@Apart
class ResumeIT {
  private static final long HOUR = 3_600_000;
  static final long LENGTH = 6 * HOUR;
  static final String ALL = "{run=\"resume\"}";
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

  @Test
  void bundleCountsAlsoWhenItsStagingCanNotBeDeleted() throws Exception {
    Path inTheWay = folder.resolve("staging").resolve(JOB + ".checkpoint.json.next");
    AtMoment clock = new AtMoment("PACKING 6 6", () -> makeFull(inTheWay));
    ExportRun run =
        ExportRun.resumable(
            JOB, wish(server.url()).config(), settings(clock), new Dictionary(), SealKey.random());
    clock.of(run);
    ExportOutcome outcome = run.toBundle();

    assertThat(inTheWay).exists();
    assertThat(outcome.bundle().orElseThrow().path()).exists();
    assertThat(outcome.warnings())
        .anyMatch(warning -> warning.contains("could not be deleted") && warning.contains(JOB));
    assertThat(run.resumable()).isFalse();
  }

  private static void makeFull(Path directory) {
    try {
      Files.createDirectories(directory.resolve("full"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void cancelledExportIsResumed() {
    Dictionary dictionary = new Dictionary();
    ExportRun[] self = new ExportRun[1];
    AtMoment clock = new AtMoment("EXPORTING 4 3", () -> self[0].cancel());
    ExportRun run =
        ExportRun.resumable(
            JOB, wish(server.url()).config(), settings(clock), dictionary, SealKey.random());
    self[0] = run;
    clock.of(run);
    assertFails(ErrorCode.CANCELLED, run::toBundle);
    assertThat(run.resumable()).isTrue();

    ExportRun resumed = ExportRun.resume(run.ticket(), connection(), settings(), dictionary);
    // Cancelled where a checkpoint was due: it is whole or not there.
    assertThat(resumed.committedBatches()).isBetween(3, 4);
    assertIsUndisturbed(resumed);
  }

  @Test
  void exportThatFailsAgainAndAgainIsResumedEachTime() throws Exception {
    ExportRun run = failsInFetch(2, new Dictionary());
    for (int completed = 1; completed < 5; completed++) {
      try (FaultProxy proxy = proxy()) {
        proxy.passing(1).spoil(2000, 100, FaultProxy.CUT);
        run = ExportRun.resume(run.ticket(), Connection.to(proxy.url()), settings(), null);
        assertThat(run.committedBatches()).isEqualTo(completed);
        assertFails(ErrorCode.BROKEN_ANSWER, run::toBundle);
      }
    }
    assertIsUndisturbed(ExportRun.resume(run.ticket(), connection(), settings(), null));
  }

  @Test
  void tokensOfTheSessionStayTheSameAfterARestart() throws Exception {
    Dictionary before = new Dictionary();
    before.token("instance", "seen-in-a-preview.corp:9100");
    ExportRun failed = failsInFetch(3, before);

    Dictionary after = ExportRun.resume(failed.ticket(), null, settings(), null).dictionary();

    assertThat(after.keyHex()).isEqualTo(before.keyHex());
    assertThat(after.privateMap().originals()).isEqualTo(before.privateMap().originals());
    for (String host : List.of("seen-in-a-preview.corp", "10.20.0.11:1", "new.corp:9100")) {
      assertThat(after.token("instance", host)).isEqualTo(before.token("instance", host));
    }
    assertThat(after.token("job", "new")).isEqualTo(before.token("job", "new"));
  }

  @Test
  void secondAttemptForALateOriginalIsResumed() throws Exception {
    lateSeries("mentions", Map.of("text", "see late-host.corp"), START + HOUR / 2);
    Wish wish = wish(server.url()).query("{run=\"late\"}", "selector");
    ExportRun run;
    try (FaultProxy proxy = proxy()) {
      proxy.passing(6 + 2).spoil(1, 100, FaultProxy.RESET);
      Runnable arrives =
          () -> lateSeries("late", Map.of("instance", "late-host.corp:1"), START + 5 * HOUR + 1);
      AtMoment clock = new AtMoment("EXPORTING 0 0", arrives);
      run =
          ExportRun.resumable(
              JOB,
              wish.at(Connection.to(proxy.url())).config(),
              settings(clock),
              new Dictionary(),
              SealKey.random());
      clock.of(run);
      // The first attempt has read all six hours; the second fails in its third.
      assertFails(ErrorCode.BROKEN_ANSWER, run::toBundle);
    }

    ExportRun resumed = ExportRun.resume(run.ticket(), connection(), settings(), null);
    assertThat(resumed.committedBatches()).isEqualTo(2);
    Exports.Bundle bundle = Exports.open(resumed.toBundle().bundle().orElseThrow().path());

    assertThat(bundle.metrics()).doesNotContain("late-host");
    SampleSet source = SampleSet.ofLines(server.export("{run=\"late\"}", START, START + LENGTH));
    new ResumedBundle(bundle, resumed.dictionary()).assertHolds(source);
  }

  private static void lateSeries(String name, Map<String, String> labels, long millis) {
    Map<String, String> metric = new TreeMap<>(Map.of("__name__", name, "run", "late"));
    metric.putAll(labels);
    server.store(AwkwardData.line(metric, Map.of(millis, "1")));
  }

  @Test
  void exportRouteThatIsGoneFailsInsteadOfMixing() throws Exception {
    ExportRun failed = failsInFetch(4, new Dictionary());
    try (WithoutExport front = WithoutExport.before(server.url(), 100)) {
      ExportRun run =
          ExportRun.resume(failed.ticket(), Connection.to(front.url()), settings(), null);
      assertFails(ErrorCode.ROUTE_MISSING, run::toBundle);
      assertThat(run.resumable()).isTrue();
    }
    assertIsUndisturbed(ExportRun.resume(failed.ticket(), connection(), settings(), null));
  }

  @Test
  void partThatWasReadByQueriesStaysWithThem() throws Exception {
    Wish wish = wish(server.url()).step(30);
    ExportRun run;
    // The first step is asked for by itself: it may be a part of one.
    try (WithoutExport front = WithoutExport.before(server.url(), 1 + 3)) {
      run =
          ExportRun.resumable(
              JOB,
              wish.at(Connection.to(front.url())).config(),
              settings(),
              new Dictionary(),
              SealKey.random());
      assertFails(ErrorCode.BROKEN_ANSWER, run::toBundle);
    }
    ExportRun resumed = ExportRun.resume(run.ticket(), connection(), settings(), null);
    assertThat(resumed.committedBatches()).isEqualTo(3);
    ExportOutcome outcome = resumed.toBundle();
    assertThat(outcome.route()).isEqualTo("query_range");
    try (WithoutExport front = WithoutExport.before(server.url(), 100)) {
      Exports.Bundle straight =
          new Exports(folder.resolve("queried")).make(wish.at(Connection.to(front.url())));
      Exports.Bundle bundle = Exports.open(outcome.bundle().orElseThrow().path());
      new ResumedBundle(bundle, resumed.dictionary()).assertSameAs(straight);
    }
  }

  @Test
  void damageToAnyByteOfTheCheckpointIsFoundOrHarmless() throws Exception {
    assertDamageIsFoundOrHarmless(".checkpoint.json", 1);
  }

  @Test
  void damageToTheSealedFileIsFound() throws Exception {
    assertDamageIsFoundOrHarmless(".sealed", 97);
  }

  @Test
  void damageToTheStagingFileIsFound() throws Exception {
    assertDamageIsFoundOrHarmless(".partial.jsonl.gz", 997);
  }

  private void assertDamageIsFoundOrHarmless(String ending, int distance) throws Exception {
    ResumeTicket ticket = failsInFetch(3, new Dictionary()).ticket();
    Map<Path, byte[]> left = new TreeMap<>();
    try (Stream<Path> files = Files.list(ticket.stagingFolder())) {
      for (Path file : files.toList()) {
        left.put(file, Files.readAllBytes(file));
      }
    }
    Path damaged = ticket.stagingFolder().resolve(JOB + ending);
    int found = 0;
    for (int at = 0; at < left.get(damaged).length; at += distance) {
      for (Map.Entry<Path, byte[]> file : left.entrySet()) {
        Files.write(file.getKey(), file.getValue());
      }
      byte[] bytes = left.get(damaged).clone();
      bytes[at] ^= 1;
      Files.write(damaged, bytes);
      ErrorCode code = codeOfResuming(ticket);
      found += code == null ? 0 : 1;
      // Behind the last checkpoint, and in the gzip header's time, a byte means nothing.
      assertThat(code).as("byte %s", at).isIn(null, ErrorCode.BUNDLE_DAMAGED);
    }
    assertThat(found).isPositive();
  }

  /** Null when it went well, and then its bundle is the undisturbed one. */
  private ErrorCode codeOfResuming(ResumeTicket ticket) {
    ExportOutcome outcome;
    try {
      outcome = ExportRun.resume(ticket, connection(), settings(), null).toBundle();
    } catch (GatherException e) {
      return e.code();
    }
    Exports.Bundle bundle = Exports.open(outcome.bundle().orElseThrow().path());
    new ResumedBundle(bundle, null).assertSameAs(undisturbed);
    return null;
  }

  @Test
  void anotherKeyAnUnknownJobAndABusyOneAreRefused() throws Exception {
    ResumeTicket ticket = failsInFetch(3, new Dictionary()).ticket();
    ResumeTicket wrong = new ResumeTicket(JOB, ticket.stagingFolder(), SealKey.random());
    assertFails(ErrorCode.INVALID_INPUT, () -> resume(wrong));
    ResumeTicket none =
        new ResumeTicket(JOB.replace('0', 'f'), ticket.stagingFolder(), ticket.key());
    assertFails(ErrorCode.NOT_FOUND, () -> resume(none));

    ExportRun[] self = new ExportRun[1];
    AtMoment clock =
        new AtMoment(
            "EXPORTING 4 4",
            () -> {
              assertFails(ErrorCode.FILE_ACCESS, () -> resume(ticket));
              assertFails(ErrorCode.FILE_ACCESS, self[0]::discard);
            });
    ExportRun busy = ExportRun.resume(ticket, connection(), settings(clock), null);
    self[0] = busy;
    clock.of(busy);
    assertIsUndisturbed(busy);
  }

  @Test
  void discardDeletesWhatAFailureLeft() throws Exception {
    ExportRun failed = failsInFetch(3, new Dictionary());
    assertThat(failed.stagingPath()).exists();
    failed.discard();
    assertThat(failed.resumable()).isFalse();
    assertThat(folder.resolve("staging")).isEmptyDirectory();
    assertFails(ErrorCode.NOT_FOUND, () -> resume(failed.ticket()));
  }

  @Test
  void exportWithoutASampleLeavesNothingToResume() {
    ExportRun run =
        ExportRun.resumable(
            JOB,
            wish(server.url()).query("{run=\"nobody\"}", "selector").config(),
            settings(),
            new Dictionary(),
            SealKey.random());
    assertFails(ErrorCode.NOTHING_MATCHED, run::toBundle);
    assertThat(run.resumable()).isFalse();
    assertThat(folder.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void configurationIsCheckedAtOnceAndComesBackWithoutSecrets() throws Exception {
    String url = server.url().replace("://", "://reader:" + KilledExport.PASSWORD + "@");
    Wish wish = wish(url).at(Connection.to(url));
    ExportConfig config = wish.config();
    assertFails(
        ErrorCode.INVALID_INPUT,
        () -> resumable(wish.query("sum(", "selector").config(), settings()));
    AtMoment clock = new AtMoment("EXPORTING 2 2", () -> Thread.currentThread().interrupt());
    ExportRun run = resumable(config, settings(clock));
    clock.of(run);
    assertFails(ErrorCode.CANCELLED, run::toBundle);
    assertThat(Thread.interrupted()).isTrue();

    ExportConfig sealed = resume(run.ticket()).config();
    assertThat(sealed).isEqualTo(config.at(Connection.to(server.url())));
    assertIsUndisturbed(resume(run.ticket()));
  }

  private ExportRun resumable(ExportConfig config, ExportSettings settings) {
    return ExportRun.resumable(JOB, config, settings, new Dictionary(), SealKey.random());
  }

  private ExportRun resume(ResumeTicket ticket) {
    return ExportRun.resume(ticket, null, settings(), null);
  }

  private static void assertFails(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).as(e.toString()).isEqualTo(code));
  }

  private static Connection connection() {
    return KilledExport.connection(server.url());
  }

  private static FaultProxy proxy() throws IOException {
    return FaultProxy.before(URI.create(server.url()).getPort());
  }

  private void assertIsUndisturbed(ExportRun resumed) {
    ExportOutcome outcome = resumed.toBundle();
    Exports.Bundle bundle = Exports.open(outcome.bundle().orElseThrow().path());
    ResumedBundle made = new ResumedBundle(bundle, resumed.dictionary());
    made.assertSameAs(undisturbed);
    made.assertHolds(expected);
    assertThat(resumed.resumable()).isFalse();
    assertThat(folder.resolve("staging")).isEmptyDirectory();
  }

  private ExportRun failsInFetch(int number, Dictionary dictionary) throws Exception {
    try (FaultProxy proxy = proxy()) {
      proxy.passing(number - 1).spoil(2000, 100, FaultProxy.RESET);
      ExportRun run =
          ExportRun.resumable(
              JOB, wish(proxy.url()).config(), settings(), dictionary, SealKey.random());
      assertFails(ErrorCode.BROKEN_ANSWER, run::toBundle);
      return run;
    }
  }

  static Wish wish(String url) {
    TimeWindow window = new TimeWindow(START, START + LENGTH);
    return Wish.selector(url, ALL, window)
        .at(KilledExport.connection(url))
        .hide(Exports.hiding("note"))
        .batches(Exports.each(3600));
  }

  private ExportSettings settings() {
    return settings(new Hurried());
  }

  private ExportSettings settings(Clock clock) {
    return KilledExport.settings(folder, clock);
  }
}
