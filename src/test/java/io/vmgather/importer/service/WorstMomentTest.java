package io.vmgather.importer.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.StubServer;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports into a target that is started again, or says nothing, where it hurts most. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorstMomentTest {
  private static final Owner ANNA = Owner.user("anna");
  private static final String LINE =
      "{\"metric\":{\"__name__\":\"m\"},\"values\":[1],\"timestamps\":[1772607600000]}\n";

  @TempDir private Path folder;
  private final AtomicInteger chunks = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicInteger started = new AtomicInteger(1_795_628_303);
  private volatile boolean restartsWhenCounted;
  private volatile boolean silent;
  private volatile boolean holdsTwice;
  private StubServer target;
  private ImportService service;

  @BeforeEach
  void start() throws IOException {
    target = StubServer.answering(this::answer);
    VmClient.Settings client =
        VmClient.Settings.DEFAULT.with(VmClient.Settings.DEFAULT.timeouts(), RetryPolicy.never());
    long room = 1 << 20;
    service = TestImports.service(folder, ImportSettings.defaults(), client, room, 3 * room);
  }

  @AfterEach
  void stop() {
    answered.countDown();
    service.close();
    target.close();
  }

  /** It answered the count by what it then lost. */
  @Test
  void targetThatWasKilledWhileEverythingWasFoundIsSentItAgain() throws Exception {
    restartsWhenCounted = true;
    JobSnapshot ended = ended(begun(false));
    assertThat(ended.verification()).hasValueSatisfying(r -> assertThat(r.verified()).isTrue());
    assertThat(chunks).as("of one chunk").hasValue(2);
  }

  @Test
  void targetThatLivesIsSentItOnce() throws Exception {
    JobSnapshot ended = ended(begun(false));
    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.sentNow()).isTrue();
    assertThat(chunks).hasValue(1);

    service.jobs().verify(ANNA, ended.id(), null);
    JobSnapshot counted = ended(ended.id());
    assertThat(counted.outcome()).isPresent();
    assertThat(counted.sentNow()).as("it only counted").isFalse();
    assertThat(chunks).hasValue(1);
  }

  /**
   * As an administrator starts it again, with deduplication perhaps, before it is counted again.
   */
  @Test
  void whatIsCountedInATargetThatWasStartedAgainBeforeIsNotSentAgain() throws Exception {
    holdsTwice = true;
    String id = begun(false);
    assertThat(ended(id).verification())
        .hasValueSatisfying(report -> assertThat(report.repeatedSamples()).isEqualTo(1));
    started.addAndGet(60);
    service.jobs().verify(ANNA, id, null);
    assertThat(ended(id).verification())
        .hasValueSatisfying(report -> assertThat(report.verified()).isTrue());
    assertThat(chunks).hasValue(1);
  }

  /** What nobody waited for is not what the target said: it keeps a week, as the resume finds. */
  @Test
  void importThatIsCancelledBeforeTheTargetSaidWhatItKeepsAsksAgain() throws Exception {
    silent = true;
    String id = begun(true);
    asked.await();
    service.jobs().cancel(ANNA, id);
    assertThat(ended(id).state()).isEqualTo(JobState.CANCELED);
    silent = false;
    answered.countDown();
    service.jobs().resume(ANNA, id, null);
    JobSnapshot resumed = ended(id);
    assertThat(resumed.failure())
        .hasValueSatisfying(
            why -> assertThat(why).hasMessageContaining("older than what the target keeps"));
    assertThat(chunks).hasValue(0);
  }

  private String begun(boolean dropOld) throws IOException {
    byte[] bundle = LINE.getBytes(StandardCharsets.UTF_8);
    Upload upload =
        service.uploads().receive(ANNA, "x.jsonl", new ByteArrayInputStream(bundle), bundle.length);
    ImportConfig config =
        new ImportConfig(
            target.url(), "", "", "none", "", "", "", "", false, 0, 0, dropOld, 0, 0, List.of(), 0);
    return service.jobs().start(ANNA, config, upload.id()).id();
  }

  private JobSnapshot ended(String id) throws InterruptedException {
    while (!service.jobs().status(ANNA, id).state().ended()) {
      Thread.sleep(5);
    }
    return service.jobs().status(ANNA, id);
  }

  private void answer(HttpExchange exchange, StubServer.Asked request) throws IOException {
    String path = request.path().replaceFirst("\\?.*", "");
    switch (path) {
      case "/api/v1/query" ->
          StubServer.send(
              exchange,
              200,
              "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
      case "/api/v1/series" ->
          StubServer.send(exchange, 200, "{\"status\":\"success\",\"data\":[]}");
      case "/metrics" -> metrics(exchange);
      case "/api/v1/export" -> {
        started.addAndGet(restartsWhenCounted ? 60 : 0);
        restartsWhenCounted = false;
        StubServer.send(exchange, 200, holdsTwice ? LINE + LINE : LINE);
      }
      case "/api/v1/import" -> {
        chunks.addAndGet(request.body().isEmpty() ? 0 : 1);
        StubServer.send(exchange, 204, "");
      }
      default -> StubServer.send(exchange, 404, "");
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    if (silent) {
      asked.countDown();
      try {
        answered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    StubServer.send(
        exchange,
        200,
        "vm_rows{type=\"storage/inmemory\"} 0\nvm_app_start_timestamp "
            + started.get()
            + "\nvm_app_uptime_seconds 10\nflag{name=\"retentionPeriod\",value=\"7d\"} 1\n");
  }
}
