package io.vmgather.importer.service;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports whose target is not there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImportJobsTest {
  private static final Owner ANNA = Owner.user("anna");
  private static final ImportConfig TARGET = ImportConfig.to("http://target.test");
  private static final HostResolver NOBODY =
      host -> {
        throw new UnknownHostException(host);
      };

  @TempDir private Path folder;

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

  /** Whether it could be resumed; it is under way, or forgotten, else. */
  private static boolean resumed(ImportService service, String id) {
    try {
      service.jobs().resume(ANNA, id, null);
      return true;
    } catch (GatherException e) {
      return false;
    }
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
            Clock.systemUTC()),
        new JobListener() {
          @Override
          public void started(JobSnapshot job) {}

          @Override
          public void ended(JobSnapshot job) {}
        });
  }
}
