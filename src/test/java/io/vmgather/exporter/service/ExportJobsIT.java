package io.vmgather.exporter.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.FakeClock;
import io.vmgather.HeldTexts;
import io.vmgather.VmServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportSettings;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of several owners against a real VictoriaMetrics, some of it behind a proxy that stalls. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExportJobsIT {
  private static final Owner ANNA = Owner.user("anna");
  private static final Owner BERT = Owner.user("bert");
  private static final Owner BEN = Owner.user("ben");
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int HOURS = 4;
  private static final String CANARY = "canary-password-31";

  @TempDir private static Path serverFolder;
  private static VmServer server;

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private ExportService service;
  private FaultProxy stalling;

  @BeforeAll
  static void store() {
    server = VmServer.start(serverFolder);
    StringBuilder lines = new StringBuilder();
    for (int host = 0; host < 20; host++) {
      List<String> values = new ArrayList<>();
      List<String> stamps = new ArrayList<>();
      for (int second = 0; second < HOURS * 3600; second += 15) {
        values.add(Integer.toString(host * second % 977));
        stamps.add(Long.toString(START.plusSeconds(second).toEpochMilli()));
      }
      lines.append(
          "{\"metric\":{\"__name__\":\"m\",\"job\":\"shop\",\"instance\":\"canary-host-%d:9100\"},\"values\":%s,\"timestamps\":%s}\n"
              .formatted(host, values, stamps));
    }
    server.store(lines.toString());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() throws IOException {
    service = service(3);
    stalling = FaultProxy.before(URI.create(server.url()).getPort());
    stalling.passing(1).spoil(3000, 100, stalling.stall());
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
    stalling.close();
  }

  @Test
  void completedJobTellsItsOwnerAllAndOthersNothing() throws Exception {
    String id = service.jobs().start(ANNA, config(server.url())).job().id();
    JobSnapshot ended = service.jobs().await(ANNA, id);

    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.outcome().orElseThrow().samples()).isEqualTo(20 * HOURS * 240);
    assertThat(service.jobs().of(ANNA)).extracting(JobSnapshot::id).containsExactly(id);
    assertThat(service.jobs().privateMap(ANNA, id).originals().get("instance"))
        .containsValue("canary-host-7");
    String path = ended.outcome().orElseThrow().bundle().orElseThrow().path().toString();
    assertThat(service.bundles().at(ANNA, path).sizeBytes()).isEqualTo(Files.size(Path.of(path)));

    assertThat(service.jobs().of(BEN)).isEmpty();
    assertNotThere(() -> service.jobs().status(BEN, id));
    assertNotThere(() -> service.jobs().cancel(BEN, id));
    assertNotThere(() -> service.jobs().discard(BEN, id));
    assertNotThere(() -> service.jobs().resume(BEN, id, null, null));
    assertNotThere(() -> service.jobs().privateMap(BEN, id));
    assertNotThere(() -> service.bundles().at(BEN, path));
    assertNotThere(() -> service.bundles().ofJob(BEN, id));
    assertThat(HeldTexts.of(service))
        .contains(server.url())
        .noneMatch(text -> text.contains(CANARY));
  }

  @Test
  void newSessionDropsItsOwnersMapsAndLeavesAnExportUnderWayItsOwn() throws Exception {
    String ended = service.jobs().start(ANNA, config(server.url())).job().id();
    String others = service.jobs().start(BEN, config(server.url())).job().id();
    service.jobs().await(ANNA, ended);
    service.jobs().await(BEN, others);
    String underWay = service.jobs().start(ANNA, config(stalling.url())).job().id();
    awaitHit();
    service.jobs().startSession(ANNA);

    assertNotThere(() -> service.jobs().privateMap(ANNA, ended));
    assertThat(service.jobs().status(ANNA, ended).outcome())
        .hasValueSatisfying(outcome -> assertThat(outcome.privateMap()).isEmpty());
    assertThat(HeldTexts.of(service.jobs().status(ANNA, ended)))
        .noneMatch(text -> text.contains("canary-host"));
    assertThat(service.jobs().privateMap(BEN, others).originals()).isNotEmpty();

    service.jobs().cancel(ANNA, underWay);
    service.jobs().await(ANNA, underWay);
    service.jobs().resume(ANNA, underWay, null, Connection.to(server.url()));
    assertThat(service.jobs().await(ANNA, underWay).state()).isEqualTo(JobState.COMPLETED);
    assertThat(service.jobs().privateMap(ANNA, underWay).originals().get("instance"))
        .containsValue("canary-host-7");
    service.jobs().startSession(ANNA);
    assertNotThere(() -> service.jobs().privateMap(ANNA, underWay));
  }

  @Test
  void cancelEndsAStalledExportWithinTwoSecondsAndItResumesToTheSameSamples() throws Exception {
    StartedJob started = service.jobs().start(ANNA, config(stalling.url()));
    String id = started.job().id();
    awaitHit();
    long begin = System.nanoTime();
    service.jobs().cancel(ANNA, id);
    JobSnapshot cancelled = service.jobs().await(ANNA, id);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(cancelled.state()).isEqualTo(JobState.CANCELED);
    assertThat(took).isLessThan(Duration.ofSeconds(2));
    assertThat(cancelled.resumable()).isTrue();

    service.jobs().resume(ANNA, id, null, Connection.to(server.url()));
    JobSnapshot ended = service.jobs().await(ANNA, id);
    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.outcome().orElseThrow().samples()).isEqualTo(20 * HOURS * 240);
    assertThat(staged()).isEmpty();
  }

  @Test
  void fourthExportIsRefusedUntilOneHasEnded() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(service.jobs().start(i == 0 ? BEN : ANNA, config(stalling.url())).job().id());
    }
    assertThatThrownBy(() -> service.jobs().start(ANNA, config(server.url())))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
    service.jobs().cancel(ANNA, ids.get(1));
    service.jobs().await(ANNA, ids.get(1));
    String fourth = service.jobs().start(ANNA, config(server.url())).job().id();
    assertThat(service.jobs().await(ANNA, fourth).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void bundlesOfOnePersonAndOfAllHaveTheirRoomAndNoMore() throws Exception {
    service.close();
    service = service(1, 1_000_000, 1);
    String id = service.jobs().start(ANNA, config(server.url())).job().id();
    assertThat(service.jobs().await(ANNA, id).state()).isEqualTo(JobState.COMPLETED);
    assertFull(ANNA, "your bundles");
    String other = service.jobs().start(BERT, config(server.url())).job().id();
    assertThat(service.jobs().await(BERT, other).state()).isEqualTo(JobState.COMPLETED);

    service.bundles().downloaded(service.bundles().ofJob(ANNA, id));
    clock.ahead = Duration.ofMinutes(6);
    service.bundles().removeOld();
    service.jobs().start(ANNA, config(server.url()));

    service.close();
    service = service(1, 1, 1_000_000);
    String first = service.jobs().start(ANNA, config(server.url())).job().id();
    service.jobs().await(ANNA, first);
    assertFull(BERT, "the bundles");
  }

  private void assertFull(Owner owner, String whose) {
    assertThatThrownBy(() -> service.jobs().start(owner, config(server.url())))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED))
        .hasMessageStartingWith(whose);
  }

  @Test
  void stopKeepsWhatCanBeResumedSealedAndTheNextServerGoesOn() throws Exception {
    StartedJob started = service.jobs().start(ANNA, config(stalling.url()));
    String id = started.job().id();
    awaitHit();
    service.close();
    assertThat(staged()).isNotEmpty();
    for (Path file : staged()) {
      assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("canary-host", CANARY, "shop");
    }

    service = service(3);
    assertNotThere(() -> service.jobs().status(ANNA, id));
    assertNotThere(() -> service.jobs().resume(ANNA, id, null, Connection.to(server.url())));
    service.jobs().resume(ANNA, id, started.resumeToken(), Connection.to(server.url()));
    JobSnapshot ended = service.jobs().await(ANNA, id);
    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.outcome().orElseThrow().samples()).isEqualTo(20 * HOURS * 240);
    assertThat(staged()).isEmpty();
    assertThat(service.sessions().of(ANNA).size()).isPositive();
  }

  @Test
  void discardLeavesNothing() throws Exception {
    String id = service.jobs().start(ANNA, config(stalling.url())).job().id();
    awaitHit();
    assertThatThrownBy(() -> service.jobs().discard(ANNA, id))
        .hasMessage("this export is under way");
    service.jobs().cancel(ANNA, id);
    service.jobs().await(ANNA, id);
    assertThat(staged()).isNotEmpty();
    service.jobs().discard(ANNA, id);
    assertThat(staged()).isEmpty();
    assertNotThere(() -> service.jobs().status(ANNA, id));
  }

  @Test
  void endedJobIsForgottenAfterHalfAnHourAndItsBundleWaitsForItsDownload() throws Exception {
    String id = service.jobs().start(ANNA, config(server.url())).job().id();
    JobSnapshot ended = service.jobs().await(ANNA, id);
    var bundle = ended.outcome().orElseThrow().bundle().orElseThrow();
    clock.ahead = Duration.ofMinutes(29);
    service.jobs().forgetOld();
    assertThat(service.jobs().status(ANNA, id).state()).isEqualTo(JobState.COMPLETED);
    clock.ahead = Duration.ofMinutes(31);
    service.jobs().forgetOld();
    assertNotThere(() -> service.jobs().status(ANNA, id));

    service.bundles().removeOld();
    assertThat(bundle.path()).exists();
    service.bundles().downloaded(bundle);
    clock.ahead = Duration.ofMinutes(37);
    service.bundles().removeOld();
    assertThat(bundle.path()).doesNotExist();
    assertThat(bundle.path().getParent()).doesNotExist();
    assertNotThere(() -> service.bundles().at(ANNA, bundle.path().toString()));
  }

  @Test
  void whatAJobLeavesInAFolderOfItsOwnIsSweptByALaterServer() throws Exception {
    Path list = folder.resolve("staging").resolve(".staged-elsewhere");
    Path own = folder.resolve("staging").resolve("own");
    ExportConfig whole = config(server.url(), own.toString());
    service.jobs().await(ANNA, service.jobs().start(ANNA, whole).job().id());
    // The listener hears of the end right after whoever waits for it.
    Until.holds(Duration.ofSeconds(20), "a completed one is forgotten", () -> !Files.exists(list));
    assertThat(staged()).isEmpty();

    ExportConfig stalled = config(stalling.url(), own.toString());
    String id = service.jobs().start(ANNA, stalled).job().id();
    awaitHit();
    service.jobs().cancel(ANNA, id);
    assertThat(service.jobs().await(ANNA, id).resumable()).isTrue();
    assertThat(list).exists();
    Path others = Files.writeString(own.resolve("0".repeat(32) + ".sealed"), "x");
    service.close();
    clock.ahead = Duration.ofDays(8);
    service = service(3);
    Until.holds(Duration.ofSeconds(20), "the sweep is over", () -> !Files.exists(list));
    assertThat(staged()).containsExactly(others);
  }

  @Test
  void stagingOutsideOfTheRootIsRefusedOnASharedServer() {
    ExportConfig outside = config(server.url(), folder.resolve("elsewhere").toString());
    assertThatThrownBy(() -> service.jobs().start(ANNA, outside))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
  }

  private void awaitHit() throws InterruptedException {
    while (!stalling.wasHit()) {
      Thread.sleep(10);
    }
  }

  private List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("staging"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void assertNotThere(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  private ExportService service(int jobs) throws IOException {
    return service(jobs, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private ExportService service(int jobs, long bundles, long bundlesOfOwner) throws IOException {
    Files.createDirectories(folder.resolve("staging"));
    Files.createDirectories(folder.resolve("bundles"));
    ExportSettings usual = ExportSettings.in(folder, "test");
    ExportSettings export =
        new ExportSettings(
            folder.resolve("bundles"),
            folder.resolve("staging"),
            "test",
            usual.lineBytes(),
            usual.client(),
            clock);
    return new ExportService(
        new ServiceSettings(
            true,
            export,
            jobs,
            jobs,
            Duration.ofMinutes(30),
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            bundles,
            bundlesOfOwner,
            Duration.ofDays(7),
            Duration.ofHours(12)),
        JobListener.NONE);
  }

  private static ExportConfig config(String url) {
    return config(url, "");
  }

  private static ExportConfig config(String url, String stagingFolder) {
    return new ExportConfig(
        Connection.to(url).with(Auth.basic("reader", CANARY)),
        new ExportConfig.TimeRange(START.toString(), START.plusSeconds(HOURS * 3600L).toString()),
        List.of(),
        List.of("shop"),
        "cluster",
        "",
        null,
        new ExportConfig.Obfuscation(true, true, true, true, List.of(), List.of()),
        new ExportConfig.Batching(true, "custom", 3600),
        stagingFolder,
        0,
        null);
  }

  private static final class MovingClock extends FakeClock {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }
}
