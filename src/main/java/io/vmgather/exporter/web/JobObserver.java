package io.vmgather.exporter.web;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.service.JobListener;
import io.vmgather.exporter.service.JobSnapshot;
import io.vmgather.exporter.service.JobState;
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
  private final Counter sourceBytes;
  private final Counter failures;
  private final Histogram durations;
  private final ExportAudit audit;

  @Inject
  public JobObserver(PrometheusRegistry registry, ExportAudit audit) {
    this.audit = audit;
    active =
        Gauge.builder()
            .name("vmgather_exports_active")
            .help("Exports under way.")
            .withoutExemplars()
            .register(registry);
    ended = counter("vmgather_exports_total", "Exports that ended, by state.", "state", registry);
    failures =
        counter("vmgather_export_failures_total", "Failed exports, by code.", "code", registry);
    samples =
        counter("vmgather_export_samples_total", "Samples in completed bundles.", null, registry);
    sourceBytes =
        counter("vmgather_export_source_bytes_total", "Bytes read for them.", null, registry);
    durations =
        Histogram.builder()
            .name("vmgather_export_duration_seconds")
            .help("How long exports took, whichever way they ended.")
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
    named(LOG.atInfo(), job).addKeyValue("batches", job.batches().count()).log("export started");
  }

  @Override
  public void ended(JobSnapshot job) {
    count(job);
    audit.ended(job);
    LoggingEventBuilder line =
        named(LOG.atInfo(), job)
            .addKeyValue("state", job.state())
            .addKeyValue("seconds", seconds(job));
    Optional<ExportOutcome> outcome = job.outcome();
    if (outcome.isPresent()) {
      line =
          line.addKeyValue("series", outcome.get().series())
              .addKeyValue("samples", outcome.get().samples())
              .addKeyValue("hidden", outcome.get().report().isPresent());
    }
    Optional<GatherException> failure = job.failure();
    if (failure.isPresent()) {
      line = line.addKeyValue("code", failure.get().code());
    }
    line.log("export ended");
  }

  private void count(JobSnapshot job) {
    active.dec();
    ended.labelValues(job.state().name().toLowerCase(Locale.ROOT)).inc();
    durations.observe(seconds(job));
    job.outcome()
        .ifPresent(
            made -> {
              samples.inc(made.samples());
              sourceBytes.inc(made.sourceBytes());
            });
    if (job.state() == JobState.FAILED) {
      job.failure().ifPresent(failure -> failures.labelValues(failure.code().name()).inc());
    }
  }

  private static LoggingEventBuilder named(LoggingEventBuilder line, JobSnapshot job) {
    return line.addKeyValue("job", job.id()).addKeyValue("owner", job.owner());
  }

  private static double seconds(JobSnapshot job) {
    Instant begin = job.startedAt().orElse(job.createdAt());
    return Duration.between(begin, job.completedAt().orElse(begin)).toMillis() / 1000.0;
  }
}
