package io.vmgather.importer.web;

import io.vmgather.common.Owner;
import io.vmgather.common.audit.AuditEvent;
import io.vmgather.common.audit.AuditLog;
import io.vmgather.common.web.TargetHost;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.JobSnapshot;
import io.vmgather.importer.verify.VerificationReport;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** What is written down of imports. Any thread. */
@Dependent
public class ImportAudit {
  private final AuditLog log;

  @Inject
  public ImportAudit(AuditLog log) {
    this.log = log;
  }

  void started(JobSnapshot job) {
    ImportConfig config = job.config();
    log.record(
        AuditEvent.of("import.started", job.owner())
            .with("job_id", job.id())
            .with("target", TargetHost.of(config.connection()))
            .with("tenant", config.tenantId())
            .with("bundle", job.upload().name())
            .with("bytes", job.upload().bytes())
            .with("dropped_labels", config.dropLabels()));
  }

  void ended(JobSnapshot job) {
    AuditEvent event =
        AuditEvent.of("import.ended", job.owner())
            .with("job_id", job.id())
            .with("state", job.state().toString())
            .with("code", job.failure().map(failure -> failure.code().name()).orElse(null));
    log.record(
        job.outcome()
            .map(
                made ->
                    event
                        .with("series", made.series())
                        .with("samples", made.samplesSent())
                        .with(
                            "verified",
                            job.verification().filter(VerificationReport::verified).isPresent()))
            .orElse(event));
  }

  void canceled(Owner by, String id) {
    log.record(AuditEvent.of("import.canceled", by).with("job_id", id));
  }

  void discarded(Owner by, String id) {
    log.record(AuditEvent.of("import.discarded", by).with("job_id", id));
  }
}
