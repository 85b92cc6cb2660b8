package io.vmgather.exporter.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.Owner;
import io.vmgather.common.audit.AuditEvent;
import io.vmgather.common.audit.AuditLog;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.web.TargetHost;
import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.service.JobSnapshot;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is written down of exports: no value of a label where any are hidden, as it may end in the
 * server's log. Any thread.
 */
@Dependent
public class ExportAudit {
  private final AuditLog log;

  @Inject
  public ExportAudit(AuditLog log) {
    this.log = log;
  }

  void started(JobSnapshot job) {
    ExportConfig config = job.config();
    log.record(
        AuditEvent.of("export.started", job.owner())
            .with("job_id", job.id())
            .with("target", TargetHost.of(config.connection()))
            .with("tenant", config.connection().tenantId())
            .with("start", config.timeRange().start())
            .with("end", config.timeRange().end())
            .with("what", Description.of(config))
            .with("hidden_labels", hidden(config))
            .with("dropped_labels", config.obfuscation().dropLabels()));
  }

  private static List<String> hidden(ExportConfig config) {
    ExportConfig.Obfuscation hides = config.obfuscation();
    List<String> labels = new ArrayList<>();
    if (hides.enabled() && hides.obfuscateInstance()) {
      labels.add("instance");
    }
    if (hides.enabled() && hides.obfuscateJob()) {
      labels.add("job");
    }
    if (hides.enabled()) {
      labels.addAll(hides.customLabels());
    }
    return labels;
  }

  void ended(JobSnapshot job) {
    AuditEvent event =
        AuditEvent.of("export.ended", job.owner())
            .with("job_id", job.id())
            .with("state", job.state().name().toLowerCase(Locale.ROOT))
            .with("code", job.failure().map(failure -> failure.code().name()).orElse(null));
    log.record(
        job.outcome()
            .map(
                made ->
                    event
                        .with("series", made.series())
                        .with("samples", made.samples())
                        .with("sha256", made.bundle().map(FinishedBundle::sha256).orElse(null))
                        .with("bytes", made.bundle().map(FinishedBundle::sizeBytes).orElse(null)))
            .orElse(event));
  }

  /** A server that nobody may connect to was tried. */
  void targetRefused(Owner by, Connection connection) {
    log.record(
        AuditEvent.of("request.refused", by)
            .with("code", ErrorCode.FORBIDDEN)
            .with("target", TargetHost.of(connection)));
  }

  void canceled(Owner by, String id) {
    log.record(AuditEvent.of("export.canceled", by).with("job_id", id));
  }

  void discarded(Owner by, String id) {
    log.record(AuditEvent.of("export.discarded", by).with("job_id", id));
  }

  /**
   * A bundle, or a range of it, was asked for.
   *
   * @param bytes that were asked for
   * @param sent whether all of them left
   */
  void downloaded(Owner by, FinishedBundle bundle, long bytes, boolean sent) {
    log.record(
        AuditEvent.of("bundle.downloaded", by)
            .with("bundle", bundle.name())
            .with("sha256", bundle.sha256())
            .with("bytes", bytes)
            .with("complete", sent));
  }

  /** What reads the tokens back was sent. */
  void mapTaken(Owner by, String id) {
    log.record(AuditEvent.of("map.downloaded", by).with("job_id", id));
  }
}
