package io.vmgather.importer.web;

import io.vmgather.common.GatherException;
import io.vmgather.common.web.ErrorBody;
import io.vmgather.importer.job.ImportOutcome;
import io.vmgather.importer.job.ImportProgress;
import io.vmgather.importer.job.ImportSummary;
import io.vmgather.importer.service.JobSnapshot;
import io.vmgather.importer.service.JobState;
import io.vmgather.importer.verify.VerificationReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An import as clients read it, on request and as events.
 *
 * @param id 32 hexadecimal digits
 * @param state queued, running, completed, failed or canceled
 * @param stage queued, reading, sending, verifying or done
 * @param message how it stands, for a person
 * @param percent that is done, 0 to 100
 * @param sourceBytes of the bundle
 * @param inflatedBytes of its metrics; 0 while unknown
 * @param chunksCompleted that the target has acknowledged
 * @param chunksTotal an estimate until the end
 * @param chunkSize bytes of one
 * @param summary of what was read; null until all is sent
 * @param verification whether all arrived; null until counting begins
 * @param remotePath where samples go
 * @param error why it failed, in one line; null otherwise
 * @param createdAt when it was asked for
 * @param updatedAt when anything last happened
 * @param resumeOffset of the inflated metrics, where it would go on
 * @param resumeReady whether it ended early and can go on
 * @param needsSignIn whether going on needs {@code config} with the credentials again
 * @param errorDetail why it failed or was cancelled, in full; null otherwise
 * @param waitingFor the failure after which it waits to try again; empty when it doesn't
 * @param warnings for the user to read
 * @param bundleId of the bundle
 * @param bundleName as its sender called it
 * @param bundleBytes of the file
 * @param target the address as it was entered, without sign-in
 * @param tenantId as it was entered; empty for none
 * @param timeShiftMs that is added to each timestamp
 * @param dropLabels that are left out
 * @param samplesSent that the target has acknowledged
 * @param samplesTotal that will be sent; 0 while unknown
 * @param seriesSent seen so far
 * @param bytesSent that the target has acknowledged
 * @param samplesSkipped of lines that can't be imported
 * @param linesSkipped that can't be imported
 * @param samplesPerSecond lately; 0 when nothing is sent
 * @param elapsedSeconds of this attempt
 * @param etaSeconds until all is sent; -1 while unknown
 * @param startedAt of this attempt; null until it begins
 * @param completedAt null until it ends
 * @param originalRange of the samples in the bundle; null until all is sent
 * @param range of the samples as they are sent; null until all is sent
 * @param vmuiUrl where a browser finds the data; null when unknown
 */
public record ImportStatus(
    String id,
    String state,
    String stage,
    String message,
    double percent,
    long sourceBytes,
    long inflatedBytes,
    long chunksCompleted,
    long chunksTotal,
    int chunkSize,
    ImportSummary summary,
    VerificationView verification,
    String remotePath,
    String error,
    Instant createdAt,
    Instant updatedAt,
    long resumeOffset,
    boolean resumeReady,
    boolean needsSignIn,
    ErrorBody errorDetail,
    String waitingFor,
    List<String> warnings,
    String bundleId,
    String bundleName,
    long bundleBytes,
    String target,
    String tenantId,
    long timeShiftMs,
    List<String> dropLabels,
    long samplesSent,
    long samplesTotal,
    long seriesSent,
    long bytesSent,
    long samplesSkipped,
    long linesSkipped,
    double samplesPerSecond,
    double elapsedSeconds,
    long etaSeconds,
    Instant startedAt,
    Instant completedAt,
    Analysis.Range originalRange,
    Analysis.Range range,
    String vmuiUrl) {

  private static final int CHUNK_BYTES = 512 * 1024;

  /** What there is before anything was read. */
  private static final ImportProgress.Snapshot NOTHING =
      new ImportProgress.Snapshot(
          ImportProgress.Stage.QUEUED,
          0,
          0,
          0,
          0,
          0,
          CHUNK_BYTES,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          java.time.Duration.ZERO,
          0,
          -1,
          "");

  static ImportStatus of(JobSnapshot job) {
    ImportProgress.Snapshot progress = job.progress().orElse(NOTHING);
    Optional<ImportOutcome> outcome = job.outcome();
    Optional<GatherException> failure = job.failure();
    boolean running = job.state() == JobState.RUNNING;
    return new ImportStatus(
        job.id(),
        job.state().toString(),
        job.stage(),
        message(job, progress),
        percent(job, progress),
        job.upload().bytes(),
        progress.inflatedBytes(),
        progress.chunksCompleted(),
        progress.chunksTotal(),
        progress.chunkBytes(),
        outcome.map(ImportOutcome::summary).orElse(null),
        job.verification().map(VerificationView::of).orElse(null),
        job.remotePath(),
        job.state() == JobState.FAILED
            ? failure.map(GatherException::getMessage).orElse(null)
            : null,
        job.createdAt(),
        job.updatedAt(),
        progress.resumeOffset(),
        job.resumable(),
        job.needsSignIn(),
        failure.map(ErrorBody::of).orElse(null),
        progress.waitingFor(),
        job.warnings(),
        job.upload().id(),
        job.upload().name(),
        job.upload().bytes(),
        job.config().endpoint(),
        job.config().tenantId(),
        job.config().timeShiftMs(),
        job.config().dropLabels(),
        progress.sentSamples(),
        outcome.map(sent -> sent.summary().points()).orElse(0L),
        progress.series(),
        progress.sentBytes(),
        progress.skippedSamples(),
        progress.skippedLines(),
        running ? progress.samplesPerSecond() : 0,
        progress.elapsed().toMillis() / 1000.0,
        running ? progress.etaSeconds() : -1,
        job.startedAt().orElse(null),
        job.completedAt().orElse(null),
        outcome.map(sent -> range(sent, -job.config().timeShiftMs())).orElse(null),
        outcome.map(sent -> range(sent, 0)).orElse(null),
        job.vmui().isEmpty() ? null : job.vmui());
  }

  private static Analysis.Range range(ImportOutcome sent, long shift) {
    return new Analysis.Range(
        Instant.ofEpochMilli(sent.firstMillis() + shift),
        Instant.ofEpochMilli(sent.lastMillis() + 1 + shift));
  }

  /** Counting is the last tenth. */
  private static double percent(JobSnapshot job, ImportProgress.Snapshot progress) {
    if (job.state() == JobState.COMPLETED) {
      return 100;
    }
    double counted =
        job.verification()
            .filter(report -> report.samplesExpected() > 0)
            .map(report -> 10.0 * report.samplesFound() / report.samplesExpected())
            .orElse(0.0);
    return Math.min(99.9, 90 * progress.progress() + counted);
  }

  private static String message(JobSnapshot job, ImportProgress.Snapshot progress) {
    Optional<VerificationReport> verification = job.verification();
    return switch (job.state()) {
      case QUEUED -> "Waiting to begin";
      case FAILED, CANCELED -> job.failure().map(GatherException::getMessage).orElse("");
      case COMPLETED -> verification.map(VerificationReport::message).orElse("All was sent");
      case RUNNING ->
          switch (job.stage()) {
            case "sending" -> progress.waitingFor().isEmpty() ? "Sending" : progress.waitingFor();
            case "verifying" ->
                verification.map(VerificationReport::message).orElse("Counting what arrived");
            default -> "Checking the bundle";
          };
    };
  }
}
