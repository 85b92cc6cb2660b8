package io.vmgather.exporter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.HostResolver;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports whose source is not there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExportJobsTest {
  private static final Owner ANNA = Owner.user("anna");
  private static final HostResolver NOBODY =
      host -> {
        throw new UnknownHostException(host);
      };

  @TempDir private Path folder;

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

  private ServiceSettings settings(HostResolver hosts) {
    return ResumableExport.settings(folder, hosts, Clock.systemUTC());
  }
}
