package io.vmgather.importer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.ScarceDisk;
import io.vmgather.VmServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.importer.job.Arrived;
import io.vmgather.importer.job.ImportConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The importer's own disk is full, or what it left there is no longer what it was. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated // where it can mount nothing, this process itself may write no more
class ImportDiskIT {
  private static final Owner ANNA = Owner.user("anna");
  private static final long START = 1_772_607_600_000L;
  private static final int SERIES = 20_000;
  @TempDir private static Path serverFolder;
  private static VmServer target;

  @TempDir private Path folder;
  private ScarceDisk disk;
  private ImportService service;
  private String metric;
  private byte[] lines;

  @BeforeAll
  static void startServer() {
    target = VmServer.start(serverFolder).flushing();
  }

  @AfterAll
  static void stopServer() {
    target.close();
  }

  @BeforeEach
  void start() throws IOException {
    disk = ScarceDisk.of(folder.resolve("disk"), ProcessHandle.current().pid(), 8);
    service = TestImports.service(disk.folder());
    make("disk");
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
    disk.close();
  }

  @Test
  void bundleThatFindsNoRoomIsRefusedAndLeavesNothing() throws Exception {
    disk.fill();
    assertThatThrownBy(this::upload)
        .isInstanceOfSatisfying(
            GatherException.class,
            full -> {
              assertThat(full.code()).isEqualTo(ErrorCode.DISK_FULL);
              assertThat(full.hint()).isPresent();
            });
    disk.giveRoom();
    String id = service.jobs().start(ANNA, quickly(), upload().id()).id();
    assertArrived(id);
  }

  @Test
  void diskThatFillsUpInTheMiddleCostsNothing() throws Exception {
    String id = service.jobs().start(ANNA, slowly(), upload().id()).id();
    awaitSent(id);
    disk.fill();
    JobSnapshot failed = ended(id);
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    assertThat(failed.failure().orElseThrow().code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(failed.resumable()).isTrue();
    disk.giveRoom();
    service.jobs().resume(ANNA, id, quickly());
    assertArrived(id);
  }

  @Test
  void damagedOrStrangeCheckpointIsRefusedAndTheRightOneGoesOn() throws Exception {
    Upload upload = upload();
    String id = cancelledInTheMiddle(upload);
    Path checkpoint = upload.folder().resolve(id + ".checkpoint");
    byte[] right = Files.readAllBytes(checkpoint);
    make("other");
    Upload other = upload();
    String otherId = cancelledInTheMiddle(other);
    Stream<byte[]> damages =
        Stream.concat(
            Stream.of(Files.readAllBytes(other.folder().resolve(otherId + ".checkpoint"))),
            Stream.concat(
                IntStream.of(0, 1, right.length / 2, right.length - 1)
                    .mapToObj(length -> Arrays.copyOf(right, length)),
                IntStream.range(0, right.length / 19).mapToObj(i -> changed(right, 19 * i))));
    for (byte[] damaged : damages.toList()) {
      Files.write(checkpoint, damaged);
      service.jobs().resume(ANNA, id, null);
      JobSnapshot refused = ended(id);
      assertThat(refused.state())
          .as(new String(damaged, StandardCharsets.UTF_8))
          .isEqualTo(JobState.FAILED);
      assertThat(refused.failure().orElseThrow().code()).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
    }
    service.jobs().resume(ANNA, otherId, quickly());
    assertArrived(otherId);
    Files.write(checkpoint, right);
    service.jobs().resume(ANNA, id, quickly());
    assertThat(ended(id).verification()).hasValueSatisfying(v -> assertThat(v.verified()).isTrue());
  }

  @Test
  void bundleThatWasChangedOrSwappedMeanwhileIsRefused() throws Exception {
    Upload upload = upload();
    String id = cancelledInTheMiddle(upload);
    byte[] right = Files.readAllBytes(upload.file());
    byte[] digit = right.clone();
    int at = new String(right, StandardCharsets.UTF_8).lastIndexOf("\"values\":[") + 10;
    digit[at] = (byte) (digit[at] == '1' ? '2' : '1');
    for (byte[] changed :
        List.of(digit, Arrays.copyOf(right, right.length / 2), lines("swapped"), new byte[0])) {
      Files.write(upload.file(), changed);
      service.jobs().resume(ANNA, id, null);
      JobSnapshot refused = ended(id);
      assertThat(refused.state()).isEqualTo(JobState.FAILED);
      assertThat(refused.failure().orElseThrow().code()).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
    }
    Files.write(upload.file(), right);
    service.jobs().resume(ANNA, id, quickly());
    assertArrived(id);
  }

  /** A bundle of series that no other test has. */
  private void make(String name) {
    metric = name + System.nanoTime();
    lines = lines(metric);
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }

  private String cancelledInTheMiddle(Upload upload) throws InterruptedException {
    String id = service.jobs().start(ANNA, slowly(), upload.id()).id();
    awaitSent(id);
    service.jobs().cancel(ANNA, id);
    assertThat(ended(id).state()).isEqualTo(JobState.CANCELED);
    return id;
  }

  private void awaitSent(String id) throws InterruptedException {
    while (service.jobs().status(ANNA, id).progress().map(p -> p.chunksCompleted()).orElse(0L)
        < 2) {
      assertThat(service.jobs().status(ANNA, id).state().ended()).isFalse();
      Thread.sleep(10);
    }
  }

  private JobSnapshot ended(String id) throws InterruptedException {
    while (!service.jobs().status(ANNA, id).state().ended()) {
      Thread.sleep(10);
    }
    return service.jobs().status(ANNA, id);
  }

  private void assertArrived(String id) throws InterruptedException {
    JobSnapshot ended = ended(id);
    assertThat(ended.state()).as("%s", ended.failure()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.verification()).hasValueSatisfying(v -> assertThat(v.verified()).isTrue());
    String sent = new String(lines, StandardCharsets.UTF_8);
    SampleSet stored =
        SampleSet.ofLines(
            target.export("{__name__=\"" + metric + "\"}", START - 1, START + 600_000));
    Arrived.sameSamples(
        SampleSet.of(stored.samples().stream().distinct().toList()), SampleSet.ofLines(sent));
  }

  private Upload upload() {
    return service
        .uploads()
        .receive(ANNA, "x.jsonl", new ByteArrayInputStream(lines), lines.length);
  }

  private static ImportConfig quickly() {
    return ImportConfig.to(target.url());
  }

  /** Long enough for a middle. */
  private static ImportConfig slowly() {
    return new ImportConfig(
        target.url(), "", "", "", "", "", "", "", false, 0, 0, false, 0, 0, List.of(), 20_000);
  }

  private static byte[] lines(String name) {
    return IntStream.range(0, SERIES)
        .mapToObj(
            i ->
                "{\"metric\":{\"__name__\":\"%s\",\"i\":\"%d\"},\"values\":[%d,2,3],\"timestamps\":[%d,%d,%d]}\n"
                    .formatted(name, i, i, START, START + 15_000, START + 30_000))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
