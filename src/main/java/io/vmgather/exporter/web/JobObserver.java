package io.vmgather.exporter.web;

import io.vmgather.common.GatherException;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.service.JobListener;
import io.vmgather.exporter.service.JobSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells the log of each job's begin and end: no secret, no original, no message of the source. */
@ApplicationScoped
public class JobObserver implements JobListener {
  private static final Logger LOG = LoggerFactory.getLogger(JobObserver.class);

  @Override
  public void started(JobSnapshot job) {
    named(LOG.atInfo(), job).addKeyValue("batches", job.batches().count()).log("export started");
  }

  @Override
  public void ended(JobSnapshot job) {
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

  private static LoggingEventBuilder named(LoggingEventBuilder line, JobSnapshot job) {
    return line.addKeyValue("job", job.id()).addKeyValue("owner", job.owner());
  }

  private static double seconds(JobSnapshot job) {
    Instant begin = job.startedAt().orElse(job.createdAt());
    return Duration.between(begin, job.completedAt().orElse(begin)).toMillis() / 1000.0;
  }
}
