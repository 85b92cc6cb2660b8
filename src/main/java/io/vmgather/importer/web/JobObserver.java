package io.vmgather.importer.web;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vmgather.common.GatherException;
import io.vmgather.importer.job.ImportOutcome;
import io.vmgather.importer.service.JobListener;
import io.vmgather.importer.service.JobSnapshot;
import io.vmgather.importer.service.JobState;
import io.vmgather.importer.verify.VerificationReport;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs and counts each job's begin and end: no secret, no original, no message of the source. Any
 * thread.
 */
@Dependent
public class JobObserver implements JobListener {
  private static final Logger LOG = LoggerFactory.getLogger(JobObserver.class);

  private final Gauge active;
  private final Counter ended;
  private final Counter samples;
  private final Counter sentBytes;
  private final Counter failures;
  private final Counter missing;
  private final Histogram durations;
  private final ImportAudit audit;

  @Inject
  public JobObserver(PrometheusRegistry registry, ImportAudit audit) {
    this.audit = audit;
    active =
        Gauge.builder()
            .name("vmgather_imports_active")
            .help("Imports under way.")
            .withoutExemplars()
            .register(registry);
    ended = counter("vmgather_imports_total", "Imports that ended, by state.", "state", registry);
    missing =
        counter(
            "vmgather_import_missing_samples_total",
            "Samples that were sent and not found.",
            null,
            registry);
    failures =
        counter("vmgather_import_failures_total", "Failed imports, by code.", "code", registry);
    samples =
        counter(
            "vmgather_import_samples_total", "Samples that targets acknowledged.", null, registry);
    sentBytes =
        counter(
            "vmgather_import_sent_bytes_total", "Bytes sent for them, inflated.", null, registry);
    durations =
        Histogram.builder()
            .name("vmgather_import_duration_seconds")
            .help("How long imports took, whichever way they ended.")
            .classicOnly()
            .classicUpperBounds(1, 5, 30, 120, 600, 3600)
            .withoutExemplars()
            .register(registry);
  }

  private static Counter counter(
      String name, String help, String label, PrometheusRegistry registry) {
    Counter.Builder counter = Counter.builder().name(name).help(help).withoutExemplars();
    return (label == null ? counter : counter.labelNames(label)).register(registry);
  }

  @Override
  public void started(JobSnapshot job) {
    active.inc();
    audit.started(job);
    named(LOG.atInfo(), job).addKeyValue("bytes", job.upload().bytes()).log("import started");
  }

  @Override
  public void ended(JobSnapshot job) {
    count(job);
    audit.ended(job);
    LoggingEventBuilder line =
        named(LOG.atInfo(), job)
            .addKeyValue("state", job.state())
            .addKeyValue("seconds", seconds(job));
    Optional<ImportOutcome> outcome = job.outcome();
    if (outcome.isPresent()) {
      line =
          line.addKeyValue("series", outcome.get().series())
              .addKeyValue("samples", outcome.get().samplesSent())
              .addKeyValue("verified", verified(job));
    }
    Optional<GatherException> failure = job.failure();
    if (failure.isPresent()) {
      line = line.addKeyValue("code", failure.get().code());
    }
    line.log("import ended");
  }

  private void count(JobSnapshot job) {
    active.dec();
    ended.labelValues(job.state().name().toLowerCase(Locale.ROOT)).inc();
    durations.observe(seconds(job));
    job.outcome()
        .filter(made -> job.sentNow())
        .ifPresent(
            made -> {
              samples.inc(made.samplesSent());
              sentBytes.inc(made.bytesSent());
            });
    job.verification()
        .filter(report -> report.state() == VerificationReport.State.DIFFERENT)
        .ifPresent(report -> missing.inc(report.missingSamples()));
    if (job.state() == JobState.FAILED) {
      job.failure().ifPresent(failure -> failures.labelValues(failure.code().name()).inc());
    }
  }

  private static boolean verified(JobSnapshot job) {
    return job.verification().filter(VerificationReport::verified).isPresent();
  }

  private static LoggingEventBuilder named(LoggingEventBuilder line, JobSnapshot job) {
    return line.addKeyValue("job", job.id()).addKeyValue("owner", job.owner());
  }

  private static double seconds(JobSnapshot job) {
    Instant begin = job.startedAt().orElse(job.createdAt());
    return Duration.between(begin, job.completedAt().orElse(begin)).toMillis() / 1000.0;
  }
}
