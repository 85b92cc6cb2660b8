package io.vmgather.exporter.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.FakeClock;
import io.vmgather.HeldTexts;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.exporter.job.LeftExport;
import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports whose source is not there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExportJobsTest {
  private static final Owner ANNA = Owner.user("anna");
  private static final Owner BEN = Owner.user("ben");
  private static final HostResolver NOBODY =
      host -> {
        throw new UnknownHostException(host);
      };

  @TempDir private Path folder;
  private final Held clock = new Held();
  private volatile boolean usedAll;

  @Test
  void nobodyWaitsForAResumeThatReadsItsFilesAndNoneLocksAnotherOut() throws Exception {
    // Not closed when it fails: that would wait for the lock, too.
    ExportJobs jobs = ResumableExport.jobs(settings(NOBODY));
    assertThat(ResumableExport.ended(jobs, folder, ANNA).resumable()).isTrue();

    clock.hold("resumes");
    Thread resumes = thread("resumes", () -> jobs.resume(ANNA, ResumableExport.ID, null, null));
    clock.held.await();
    Thread others = thread("others", () -> useAll(jobs));
    while (others.isAlive() && others.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    boolean waited = others.isAlive();
    clock.release.countDown();
    resumes.join(TimeUnit.SECONDS.toMillis(5));
    others.join(TimeUnit.SECONDS.toMillis(5));
    assertThat(ManagementFactory.getThreadMXBean().findDeadlockedThreads()).isNull();
    assertThat(waited).isFalse();
    assertThat(usedAll).isTrue();
    assertThat(jobs.await(ANNA, ResumableExport.ID).resumable()).isTrue();
    jobs.close();
  }

  private void useAll(ExportJobs jobs) {
    jobs.start(BEN, ResumableExport.config());
    jobs.status(ANNA, ResumableExport.ID);
    jobs.of(ANNA);
    jobs.forgetOld();
    assertUnderWay(() -> jobs.resume(ANNA, ResumableExport.ID, null, null));
    assertUnderWay(() -> jobs.discard(ANNA, ResumableExport.ID));
    usedAll = true;
  }

  @Test
  void errorOfAnyKindEndsTheExportAsFailedAndItCanBeResumed() throws Exception {
    HostResolver broken =
        host -> {
          throw new NoClassDefFoundError("canary-class");
        };
    try (ExportJobs jobs = ResumableExport.jobs(settings(broken))) {
      JobSnapshot ended = ResumableExport.ended(jobs, folder, ANNA);
      assertThat(ended.state()).isEqualTo(JobState.FAILED);
      assertThat(ended.failure())
          .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(ErrorCode.INTERNAL));
      assertThat(ended.resumable()).isTrue();
      jobs.resume(ANNA, ResumableExport.ID, null, null);
      assertThat(jobs.await(ANNA, ResumableExport.ID).state()).isEqualTo(JobState.FAILED);
    }
  }

  @Test
  void failedExportKnowsItsSignInForHalfAnHour() throws Exception {
    try (ExportJobs jobs = ResumableExport.jobs(settings(NOBODY))) {
      ResumableExport.ended(jobs, folder, ANNA);
      clock.ahead = Duration.ofMinutes(29);
      jobs.forgetOld();
      assertThat(HeldTexts.of(jobs)).contains(ResumableExport.SECRET);
      jobs.resume(ANNA, ResumableExport.ID, null, null);
      assertThat(jobs.await(ANNA, ResumableExport.ID).resumable()).isTrue();

      clock.ahead = Duration.ofMinutes(60);
      jobs.forgetOld();
      assertThat(HeldTexts.of(jobs))
          .contains("http://source.test")
          .noneMatch(text -> text.contains(ResumableExport.SECRET));
      assertThat(jobs.status(ANNA, ResumableExport.ID).needsSignIn()).isTrue();
      assertThatThrownBy(() -> jobs.resume(ANNA, ResumableExport.ID, null, null))
          .isInstanceOfSatisfying(
              GatherException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
                assertThat(e.field()).hasValue("connection");
              });
      jobs.resume(ANNA, ResumableExport.ID, null, ResumableExport.SOURCE);
      assertThat(jobs.await(ANNA, ResumableExport.ID).resumable()).isTrue();
    }
  }

  /** Nobody fetches them any more, but they take the room until they are swept. */
  @Test
  void bundlesOfAnEarlierServerCountForTheRoomThatThereIs() throws Exception {
    Path left = Files.createDirectories(folder.resolve("0123456789abcdef0123456789abcdef"));
    Files.write(left.resolve("vmexport_x.zip"), new byte[2000]);
    ServiceSettings shared = ResumableExport.shared(folder, NOBODY, clock, 2000);
    try (ExportJobs jobs = ResumableExport.jobs(shared)) {
      assertNoRoom(() -> jobs.start(ANNA, ResumableExport.config()));
      String token = LeftExport.in(folder, ResumableExport.ID, ResumableExport.config()).token();
      assertNoRoom(() -> jobs.resume(ANNA, ResumableExport.ID, token, ResumableExport.SOURCE));
      Files.delete(left.resolve("vmexport_x.zip"));
      jobs.start(ANNA, ResumableExport.config());
    }
  }

  private static void assertNoRoom(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
  }

  private ServiceSettings settings(HostResolver hosts) {
    return ResumableExport.settings(folder, hosts, clock);
  }

  private static void assertUnderWay(Runnable call) {
    assertThatThrownBy(call::run).hasMessage("this export is under way");
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** A clock at which one thread stands still. */
  private static final class Held extends FakeClock {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile String thread = "";
    private volatile Duration ahead = Duration.ZERO;

    void hold(String name) {
      thread = name;
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread().getName().equals(thread)) {
        held.countDown();
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return Instant.now().plus(ahead);
    }
  }
}
