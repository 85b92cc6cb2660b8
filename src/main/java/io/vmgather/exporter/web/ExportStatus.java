package io.vmgather.exporter.web;

import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.web.ErrorBody;
import io.vmgather.exporter.job.ExportProgress;
import io.vmgather.exporter.service.JobSnapshot;
import io.vmgather.exporter.service.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A job as clients read it, on request and as events.
 *
 * @param jobId 32 hexadecimal digits
 * @param state one of pending, running, completed, failed and canceled
 * @param stage what a running job does at present
 * @param totalBatches that the range is cut into
 * @param completedBatches that are done
 * @param progress share that is done, 0 to 1
 * @param metricsProcessed JSON lines written
 * @param samplesProcessed samples written
 * @param estimatedSamples that it will come to; 0 while that is unknown
 * @param sourceBytes read from VictoriaMetrics
 * @param archiveBytes written
 * @param samplesPerSecond lately; 0 when it does not run
 * @param bytesPerSecond read lately; 0 when it does not run
 * @param batchWindowSeconds length of a batch
 * @param averageBatchSeconds that a batch takes
 * @param lastBatchDurationSeconds that the last batch took
 * @param elapsedSeconds since the start
 * @param stagingPath file that grows
 * @param createdAt when it was asked for
 * @param startedAt null until it begins
 * @param completedAt null until it ends
 * @param eta when it will be done; null while that is unknown
 * @param etaSeconds the same as time to wait; -1 while that is unknown
 * @param error why it failed, in one line; null otherwise
 * @param errorDetail why it failed or was cancelled, in full; null otherwise
 * @param waitingFor the failure after which it waits to try again; empty when it doesn't
 * @param warnings for the user to read
 * @param resumable whether it ended early and can go on
 * @param needsSignIn whether going on needs {@code connection} with the credentials again
 * @param result what it came to; null until it is completed
 * @param range of the whole export
 * @param currentRange that is read at present; null when none is
 * @param description what is exported, in a few words
 * @param obfuscationEnabled whether anything is hidden
 */
public record ExportStatus(
    String jobId,
    String state,
    String stage,
    int totalBatches,
    int completedBatches,
    double progress,
    long metricsProcessed,
    long samplesProcessed,
    long estimatedSamples,
    long sourceBytes,
    long archiveBytes,
    double samplesPerSecond,
    double bytesPerSecond,
    long batchWindowSeconds,
    double averageBatchSeconds,
    double lastBatchDurationSeconds,
    double elapsedSeconds,
    String stagingPath,
    Instant createdAt,
    Instant startedAt,
    Instant completedAt,
    Instant eta,
    long etaSeconds,
    String error,
    ErrorBody errorDetail,
    String waitingFor,
    List<String> warnings,
    boolean resumable,
    boolean needsSignIn,
    ExportResult result,
    TimeSpan range,
    TimeSpan currentRange,
    String description,
    boolean obfuscationEnabled) {

  /**
   * A range of time.
   *
   * @param start inside
   * @param end outside
   */
  public record TimeSpan(Instant start, Instant end) {
    static TimeSpan of(TimeWindow window) {
      return window == null ? null : new TimeSpan(window.start(), window.end());
    }
  }

  static ExportStatus of(JobSnapshot job, Instant now) {
    ExportProgress.Snapshot progress = job.progress();
    boolean running = job.state() == JobState.RUNNING;
    long eta = running ? progress.etaSeconds() : -1;
    return new ExportStatus(
        job.id(),
        lower(job.state()),
        lower(progress.stage()),
        job.batches().count(),
        progress.completedBatches(),
        progress.progress(),
        progress.lines(),
        progress.samples(),
        progress.estimatedSamples(),
        progress.sourceBytes(),
        progress.archiveBytes(),
        running ? progress.speed().samplesPerSecond() : 0,
        running ? progress.speed().bytesPerSecond() : 0,
        job.batches().interval().toSeconds(),
        progress.speed().averageBatchSeconds(),
        progress.speed().lastBatchSeconds(),
        job.startedAt().map(start -> seconds(start, job.completedAt().orElse(now))).orElse(0.0),
        job.stagingPath().toString(),
        job.createdAt(),
        job.startedAt().orElse(null),
        job.completedAt().orElse(null),
        eta < 0 ? null : now.plusSeconds(eta),
        eta,
        job.state() == JobState.FAILED
            ? job.failure().map(GatherException::getMessage).orElse(null)
            : null,
        job.failure().map(ErrorBody::of).orElse(null),
        progress.waitingFor(),
        job.warnings(),
        job.resumable(),
        job.needsSignIn(),
        job.outcome().map(outcome -> ExportResult.of(job, outcome)).orElse(null),
        TimeSpan.of(job.batches().range()),
        TimeSpan.of(progress.range()),
        Description.of(job.config()),
        job.config().obfuscation().enabled());
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
