package io.vmgather.importer.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.vmgather.common.Owner;
import io.vmgather.common.audit.AuditLog;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.JobSnapshot;
import io.vmgather.importer.service.JobState;
import io.vmgather.importer.service.Upload;
import io.vmgather.importer.verify.VerificationReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobObserverTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final JobObserver observer =
      new JobObserver(
          registry,
          new ImportAudit(
              AuditLog.of(Settings.read(SettingSource.of("given", Map.of())), Clock.systemUTC())));

  @Test
  void onlyACountThatCameToItsEndTellsOfMissingSamples() {
    VerificationReport different = found(VerificationReport.State.DIFFERENT);
    observer.ended(job(JobState.COMPLETED, different));
    assertThat(missing()).isEqualTo(3);
    observer.ended(job(JobState.CANCELED, different.brokenOff("the import was cancelled")));
    assertThat(missing()).isEqualTo(3);
  }

  private double missing() {
    return registry.scrape("vmgather_import_missing_samples"::equals).stream()
        .map(CounterSnapshot.class::cast)
        .mapToDouble(counter -> counter.getDataPoints().get(0).getValue())
        .sum();
  }

  private static VerificationReport found(VerificationReport.State state) {
    return new VerificationReport(
        state, "", 0, 0, 0, 1, 1, 10, 7, 0, 0, 1, 0, true, List.of(), 1, List.of(), List.of(), "");
  }

  private static JobSnapshot job(JobState state, VerificationReport found) {
    Owner anna = Owner.user("anna");
    Upload upload = new Upload("0".repeat(32), anna, "b", "jsonl", 1, "", 0, Path.of("bundles"));
    return new JobSnapshot(
        "0".repeat(32),
        anna,
        upload,
        state,
        "verifying",
        ImportConfig.to("http://vm:8428"),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.of(found),
        "",
        "",
        List.of(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.of(Instant.EPOCH),
        Instant.EPOCH,
        Optional.empty(),
        false,
        false);
  }
}
