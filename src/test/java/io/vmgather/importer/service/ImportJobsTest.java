package io.vmgather.importer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.FakeClock;
import io.vmgather.HeldTexts;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportSettings;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports whose target is not there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImportJobsTest {
  private static final Owner ANNA = Owner.user("anna");
  private static final Owner BERT = Owner.user("bert");
  private static final ImportConfig TARGET = ImportConfig.to("http://target.test");
  private static final String SECRET = "canary-password-65";
  private static final int MANY = 1000;
  private static final HostResolver NOBODY =
      host -> {
        throw new UnknownHostException(host);
      };

  @TempDir private Path folder;
  private volatile Duration ahead = Duration.ZERO;

  @Test
  void countingAgainAndTheQuestionForRoomDoNotLockEachOtherOut() throws Exception {
    // Not closed when it fails: that would wait for the lock, too.
    ImportService service = service(NOBODY);
    String id = failed(service, TARGET);
    Thread counts;
    Thread asks;
    // Here the one that counts stands still in the middle of what it checks.
    synchronized (service.uploads()) {
      counts = thread(() -> service.jobs().verify(ANNA, id, null));
      awaitBlocked(counts);
      asks = thread(() -> service.jobs().requireRoom(BERT));
      awaitBlocked(asks);
    }
    counts.join(TimeUnit.SECONDS.toMillis(5));
    asks.join(TimeUnit.SECONDS.toMillis(5));
    assertThat(ManagementFactory.getThreadMXBean().findDeadlockedThreads()).isNull();
    assertThat(counts.isAlive() || asks.isAlive()).isFalse();
    service.close();
  }

  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void errorOfAnyKindEndsTheImportAsFailedAndItCanBeResumed() throws Exception {
    HostResolver broken =
        host -> {
          throw new NoClassDefFoundError("not really");
        };
    try (ImportService service = service(broken)) {
      String id = failed(service, TARGET);
      JobSnapshot ended = service.jobs().status(ANNA, id);
      assertThat(ended.state()).isEqualTo(JobState.FAILED);
      assertThat(ended.failure())
          .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(ErrorCode.INTERNAL));
      assertThat(resumed(service, id)).isTrue();
      assertThat(ended(service, id).resumable()).isTrue();
    }
  }

  @Test
  void importIsForgottenWithItsBundleOrResumedWithIt() throws Exception {
    try (ImportService service = service(NOBODY)) {
      String first = failed(service, TARGET);
      String second = failed(service, TARGET);
      // So that the first one takes its time.
      Path slow = service.jobs().status(ANNA, first).upload().folder();
      for (int file = 0; file < MANY; file++) {
        Files.createFile(slow.resolve(first + "." + file));
      }
      Path bundle = service.jobs().status(ANNA, second).upload().file();
      ahead = Duration.ofDays(8);
      Thread tidies = thread(() -> service.jobs().forgetOld());
      while (known(service, first)) {
        Thread.onSpinWait();
      }
      boolean resumed = resumed(service, second);
      tidies.join();
      assertThat(Files.exists(bundle)).isEqualTo(resumed);
    }
  }

  @Test
  void failedImportKnowsItsSignInForHalfAnHour() throws Exception {
    try (ImportService service = service(NOBODY)) {
      ImportConfig config =
          new ImportConfig(
              "http://target.test",
              "",
              "",
              "basic",
              "writer",
              SECRET,
              "",
              "",
              false,
              0,
              0,
              false,
              0,
              0,
              List.of(),
              0);
      String id = failed(service, config);
      ahead = Duration.ofMinutes(29);
      service.jobs().forgetSignIns();
      assertThat(service.jobs().status(ANNA, id).needsSignIn()).isFalse();
      assertThat(HeldTexts.of(service)).contains(SECRET);
      assertThat(resumed(service, id)).isTrue();
      ended(service, id);

      ahead = Duration.ofMinutes(60);
      service.jobs().forgetSignIns();
      assertThat(service.jobs().status(ANNA, id).needsSignIn()).isTrue();
      assertThat(HeldTexts.of(service)).contains("http://target.test").doesNotContain(SECRET);
      assertThatThrownBy(() -> service.jobs().resume(ANNA, id, null))
          .isInstanceOfSatisfying(
              GatherException.class, e -> assertThat(e.field()).hasValue("config"));
      service.jobs().resume(ANNA, id, config);
      assertThat(ended(service, id).resumable()).isTrue();
    }
  }

  /** Whether it could be resumed; it is under way, or forgotten, else. */
  private static boolean resumed(ImportService service, String id) {
    try {
      service.jobs().resume(ANNA, id, null);
      return true;
    } catch (GatherException e) {
      return false;
    }
  }

  private static boolean known(ImportService service, String id) {
    return service.jobs().of(ANNA).stream().anyMatch(job -> job.id().equals(id));
  }

  private static String failed(ImportService service, ImportConfig config)
      throws InterruptedException {
    byte[] line =
        "{\"metric\":{\"__name__\":\"m\"},\"values\":[1],\"timestamps\":[1772607600000]}"
            .getBytes(StandardCharsets.UTF_8);
    Upload upload =
        service.uploads().receive(ANNA, "x.jsonl", new ByteArrayInputStream(line), line.length);
    String id = service.jobs().start(ANNA, config, upload.id()).id();
    ended(service, id);
    return id;
  }

  private static JobSnapshot ended(ImportService service, String id) {
    while (!service.jobs().status(ANNA, id).state().ended()) {
      Thread.onSpinWait();
    }
    return service.jobs().status(ANNA, id);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** As usual, but of one import at a time. */
  private ImportService service(HostResolver hosts) {
    VmClient.Settings client =
        new VmClient.Settings(
            Timeouts.DEFAULT, RetryPolicy.never(), hosts, Certificates.NONE, OutgoingProxy.NONE);
    return new ImportService(
        new ServiceSettings(
            true,
            folder,
            ImportSettings.defaults(),
            client,
            1,
            1,
            Duration.ofMinutes(30),
            Duration.ofDays(1),
            Duration.ofDays(7),
            1 << 20,
            1 << 30,
            1 << 30,
            new Ahead()),
        TestImports.NOBODY);
  }

  private final class Ahead extends FakeClock {
    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }
}
