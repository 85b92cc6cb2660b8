package io.vmgather.importer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.Apart;
import io.vmgather.HeldTexts;
import io.vmgather.VmServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportSettings;
import io.vmgather.importer.verify.VerificationReport;
import io.vmgather.process.FaultProxy;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Apart
class ImportServiceIT {
  private static final Owner ANNA = Owner.user("anna");
  private static final Owner BERT = Owner.user("bert");
  private static final String PASSWORD = "canary-password-66";
  private static final String REFUSED = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

  private static ImportService service(Path folder, long uploadBytes) {
    return service(folder, uploadBytes, 3 * uploadBytes);
  }

  private static ImportService service(Path folder, long uploadBytes, long ofOwner) {
    return TestImports.service(
        folder, ImportSettings.defaults(), VmClient.Settings.DEFAULT, uploadBytes, ofOwner);
  }

  private static byte[] lines(int count) {
    long end = System.currentTimeMillis() / 1000 * 1000;
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"metric\":{\"__name__\":\"m\",\"i\":\"%d\"},\"values\":[1],\"timestamps\":[%d]}"
                    .formatted(i, end - i))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Upload upload(ImportService service, Owner owner, byte[] file) {
    return service.uploads().receive(owner, "x.jsonl", new ByteArrayInputStream(file), file.length);
  }

  private static void assertCode(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(GatherException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static ImportConfig slowly(String url, long samplesPerSecond) {
    return new ImportConfig(
        url, "", "", "", "", "", "", "", false, 0, 0, false, 0, 0, List.of(), samplesPerSecond);
  }

  private static ImportConfig signedIn(String url) {
    return new ImportConfig(
        url, "", "", "basic", "me", PASSWORD, "", "", false, 0, 0, false, 0, 0, List.of(), 0);
  }

  @Test
  void anotherOwnersBundleAndJobAreNotThere(@TempDir Path folder) {
    try (ImportService service = service(folder, 1 << 20)) {
      Upload upload = upload(service, ANNA, lines(10));
      assertCode(ErrorCode.NOT_FOUND, () -> service.uploads().find(BERT, upload.id()));
      assertCode(ErrorCode.NOT_FOUND, () -> service.discard(BERT, upload.id()));
      ImportConfig config = ImportConfig.to("http://127.0.0.1:1");
      assertCode(ErrorCode.NOT_FOUND, () -> service.jobs().start(BERT, config, upload.id()));
      String id = service.jobs().start(ANNA, config, upload.id()).id();
      assertCode(ErrorCode.NOT_FOUND, () -> service.jobs().status(BERT, id));
      assertCode(ErrorCode.NOT_FOUND, () -> service.jobs().cancel(BERT, id));
      assertThat(service.jobs().of(BERT)).isEmpty();
      assertThat(service.jobs().of(ANNA)).hasSize(1);
    }
  }

  @Test
  void onePersonsBundlesLeaveRoomForTheOthers(@TempDir Path folder) {
    byte[] bundle = lines(10);
    try (ImportService service = service(folder, bundle.length, 2L * bundle.length)) {
      Upload first = upload(service, ANNA, bundle);
      assertCode(ErrorCode.LIMIT_REACHED, () -> upload(service, ANNA, bundle));
      // Without a length as much is taken as there is room for, and no byte more.
      InputStream more = new ByteArrayInputStream(bundle);
      assertCode(ErrorCode.LIMIT_REACHED, () -> service.uploads().receive(ANNA, "x", more, -1));
      upload(service, BERT, bundle);
      service.discard(ANNA, first.id());
      upload(service, ANNA, bundle);
    }
  }

  @Test
  void bundlesBeyondTheLimitsAreRefusedAndLeaveNothing(@TempDir Path folder) {
    try (ImportService service = service(folder, 1000)) {
      byte[] large = lines(100);
      assertCode(ErrorCode.TOO_LARGE, () -> upload(service, ANNA, large));
      ByteArrayInputStream unannounced = new ByteArrayInputStream(large);
      assertCode(ErrorCode.TOO_LARGE, () -> service.uploads().receive(ANNA, "x", unannounced, -1));
      assertThat(folder.resolve("imports-1").toFile().list()).containsExactly("lock");
    }
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void restartedServerGoesOnWithTheImportOfTheOneBefore(@TempDir Path folder) throws Exception {
    try (VmServer target = VmServer.start(folder)) {
      Path staging = folder.resolve("staging");
      String id;
      try (ImportService first = service(staging, 1 << 24)) {
        Upload upload = upload(first, ANNA, lines(20_000));
        id = first.jobs().start(ANNA, slowly(target.url(), 2000), upload.id()).id();
        awaitFirstChunk(first, id);
      }
      try (ImportService second = service(staging, 1 << 24)) {
        JobSnapshot lost = second.jobs().status(ANNA, id);
        assertThat(lost.state()).isEqualTo(JobState.FAILED);
        assertThat(lost.resumable()).isTrue();
        assertThat(lost.needsSignIn()).isFalse();
        assertThat(lost.progress().orElseThrow().resumeOffset())
            .as("what the checkpoint says")
            .isPositive();
        assertCode(ErrorCode.NOT_FOUND, () -> second.jobs().resume(BERT, id, null));
        second.jobs().resume(ANNA, id, slowly(target.url(), 0));
        await(second, id, "done");
        assertThat(second.jobs().status(ANNA, id).verification())
            .map(VerificationReport::message)
            .hasValue("All 20,000 samples of 20,000 series are there");
      }
      assertThat(staging.toFile().list()).isEmpty();
    }
  }

  @Test
  void countThatEndedEarlyIsMadeAgainWithoutSendingAlsoAfterARestart(@TempDir Path folder)
      throws Exception {
    Path staging = folder.resolve("staging");
    try (VmServer target = VmServer.start(folder);
        FaultProxy proxy = FaultProxy.before(URI.create(target.url()).getPort())) {
      String id;
      try (ImportService first = service(staging, 1 << 20)) {
        Upload upload = upload(first, ANNA, lines(5));
        id = first.jobs().start(ANNA, ImportConfig.to(proxy.url()), upload.id()).id();
        while (first.jobs().status(ANNA, id).verification().isEmpty()) {
          Thread.sleep(5);
        }
        first.jobs().cancel(ANNA, id);
        JobSnapshot cancelled = ended(first, id);
        assertThat(cancelled.state()).isEqualTo(JobState.CANCELED);
        assertThat(cancelled.stage()).isEqualTo("verifying");
        VerificationReport broken = cancelled.verification().orElseThrow();
        assertThat(broken.state()).isEqualTo(VerificationReport.State.FAILED);
        assertThat(broken.nextPollSeconds()).isZero();
        proxy.spoil(0, Integer.MAX_VALUE, FaultProxy.text(REFUSED));
        first.jobs().resume(ANNA, id, null);
        JobSnapshot failed = ended(first, id);
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.stage()).isEqualTo("verifying");
        assertThat(failed.failure()).map(GatherException::code).hasValue(ErrorCode.REJECTED);
      }
      try (ImportService second = service(staging, 1 << 20)) {
        JobSnapshot lost = second.jobs().status(ANNA, id);
        assertThat(lost.stage()).isEqualTo("verifying");
        assertThat(lost.progress().orElseThrow().progress()).isEqualTo(1);
        proxy.spoil(0, 0, FaultProxy.RESET);
        second.jobs().resume(ANNA, id, null);
        assertAllFound(second, id, target);
        assertThat(second.jobs().status(ANNA, id).verification())
            .map(VerificationReport::message)
            .as("sent once")
            .hasValue("All 5 samples of 5 series are there");
      }
    }
  }

  private static JobSnapshot ended(ImportService service, String id) throws InterruptedException {
    while (!service.jobs().status(ANNA, id).state().ended()) {
      Thread.sleep(20);
    }
    return service.jobs().status(ANNA, id);
  }

  @Test
  void whatArrivedIsCountedAgainUntilOthersNeedTheBundlesRoom(@TempDir Path folder)
      throws Exception {
    byte[] file = lines(50);
    Path staging = folder.resolve("staging");
    try (VmServer target = VmServer.start(folder);
        ImportService service = service(staging, file.length)) {
      Upload upload = upload(service, ANNA, file);
      ImportConfig config = ImportConfig.to(target.url());
      String id = service.jobs().start(ANNA, config, upload.id()).id();
      assertAllFound(service, id, target);
      awaitGone(service, upload);
      service.jobs().verify(ANNA, id, null);
      assertAllFound(service, id, target);
      awaitGone(service, upload);
      long stored =
          target.export("{__name__=\"m\"}", 0, System.currentTimeMillis()).lines().count();
      assertThat(stored).isEqualTo(50);
      upload(service, BERT, file);
      upload(service, BERT, file);
      assertThat(upload.folder()).doesNotExist();
      assertCode(ErrorCode.NOT_FOUND, () -> service.jobs().verify(ANNA, id, null));
    }
  }

  @Test
  void stoppedServerLeavesNoBundleThatWasImported(@TempDir Path folder) throws Exception {
    Path staging = folder.resolve("staging");
    try (VmServer target = VmServer.start(folder)) {
      try (ImportService service = service(staging, 1 << 20)) {
        Upload upload = upload(service, ANNA, lines(5));
        String id = service.jobs().start(ANNA, signedIn(target.url()), upload.id()).id();
        assertAllFound(service, id, target);
        assertThat(upload.folder()).exists();
        assertThat(HeldTexts.of(service)).contains(target.url()).doesNotContain(PASSWORD);
      }
      assertThat(staging.toFile().list()).isEmpty();
    }
  }

  private static void assertAllFound(ImportService service, String id, VmServer target)
      throws InterruptedException {
    while (!service.jobs().status(ANNA, id).state().ended()) {
      // Else new samples are searchable only after some seconds.
      target.flush();
      Thread.sleep(20);
    }
    assertThat(service.jobs().status(ANNA, id).verification())
        .hasValueSatisfying(report -> assertThat(report.verified()).isTrue());
  }

  /** It is put aside just after its import has ended. */
  private static void awaitGone(ImportService service, Upload upload) throws InterruptedException {
    while (true) {
      try {
        service.uploads().find(ANNA, upload.id());
        Thread.sleep(20);
      } catch (GatherException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
        return;
      }
    }
  }

  private static void await(ImportService service, String id, String stage)
      throws InterruptedException {
    while (!service.jobs().status(ANNA, id).stage().equals(stage)) {
      Thread.sleep(20);
    }
  }

  /** Just then the limit of speed lets nothing be on its way, which would be there twice. */
  private static void awaitFirstChunk(ImportService service, String id)
      throws InterruptedException {
    while (service.jobs().status(ANNA, id).progress().map(p -> p.chunksCompleted()).orElse(0L)
        < 1) {
      Thread.sleep(5);
    }
  }
}
