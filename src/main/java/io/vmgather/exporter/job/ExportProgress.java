package io.vmgather.exporter.job;

import io.vmgather.common.Throughput;
import io.vmgather.common.TimeWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How far one export has come. Written by the export's thread, read by any other through {@link
 * #snapshot()}: a value apart from the thread that works on it.
 */
public final class ExportProgress {
  /** What is being done right now. */
  public enum Stage {
    CONNECTING,
    DISCOVERING,
    EXPORTING,
    CHECKING,
    PACKING,
    DONE
  }

  /**
   * One moment of an export.
   *
   * @param batches total number, 0 while unknown
   * @param lines JSON lines taken so far, those of a running fetch included
   * @param sourceBytes read from the source
   * @param archiveBytes written to staging
   * @param range being read now; null outside of {@link Stage#EXPORTING}
   * @param progress share of the export that is done, 0 to 1
   * @param etaSeconds until the last batch; -1 while unknown
   * @param waitingFor the failure after which the run waits to try again; empty when it doesn't
   */
  public record Snapshot(
      Stage stage,
      int batches,
      int completedBatches,
      long lines,
      long samples,
      long estimatedSamples,
      long sourceBytes,
      long archiveBytes,
      TimeWindow range,
      Instant startedAt,
      Duration elapsed,
      double progress,
      long etaSeconds,
      String waitingFor,
      Speed speed) {}

  /**
   * How fast it goes.
   *
   * @param samplesPerSecond over the last seconds
   * @param bytesPerSecond the same, as read from the source
   * @param averageBatchSeconds over all batches of this run; 0 before the first
   * @param lastBatchSeconds of the last fetch, by its batches
   */
  public record Speed(
      double samplesPerSecond,
      double bytesPerSecond,
      double averageBatchSeconds,
      double lastBatchSeconds) {}

  private final Clock clock;
  private final Instant startedAt;
  private Stage stage = Stage.CONNECTING;
  private int batches;
  private int completedBatches;
  private int committedBatches;
  private long lines;
  private long samples;
  private long committedLines;
  private long committedSamples;
  private long estimatedSamples;
  private long sourceBytes;
  private long archiveBytes;
  private TimeWindow range;
  private Instant exportingSince;
  private double doneBefore;
  private int batchesBefore;
  private Instant lastCompletedAt = Instant.EPOCH;
  private double lastBatchSeconds;
  private final Throughput throughput = new Throughput();
  private String waitingFor = "";
  private Instant waitingUntil = Instant.MIN;

  public ExportProgress(Clock clock) {
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  public synchronized Snapshot snapshot() {
    Instant now = clock.instant();
    double done = done();
    return new Snapshot(
        stage,
        batches,
        completedBatches,
        lines,
        samples,
        estimatedSamples,
        sourceBytes,
        archiveBytes,
        range,
        startedAt,
        Duration.between(startedAt, now),
        done,
        etaSeconds(done, now),
        now.isBefore(waitingUntil) ? waitingFor : "",
        speed(now));
  }

  private Speed speed(Instant now) {
    int own = completedBatches - batchesBefore;
    double spent = exportingSince == null ? 0 : seconds(exportingSince, lastCompletedAt);
    return new Speed(
        throughput.samplesPerSecond(now, samples),
        throughput.bytesPerSecond(now, sourceBytes),
        own <= 0 ? 0 : spent / own,
        lastBatchSeconds);
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
  }

  private double done() {
    if (stage == Stage.DONE) {
      return 1;
    }
    double byBatches = batches == 0 ? 0 : (double) completedBatches / batches;
    double bySamples = estimatedSamples == 0 ? 0 : (double) samples / estimatedSamples;
    return Math.max(byBatches, Math.min(bySamples, 0.99));
  }

  private long etaSeconds(double done, Instant now) {
    if (exportingSince == null || done <= doneBefore) {
      return -1;
    }
    double spent = Duration.between(exportingSince, now).toMillis() / 1000.0;
    return Math.round(spent * (1 - done) / (done - doneBefore));
  }

  /** Batches behind the last checkpoint: what a resume need not fetch again. */
  synchronized int committedBatches() {
    return committedBatches;
  }

  /** The run goes on where an earlier one stood. */
  synchronized void resumed(RunTotals totals) {
    lines = totals.lines();
    samples = totals.samples();
    sourceBytes = totals.sourceBytes();
    committed(totals.completedBatches());
  }

  synchronized void enter(Stage next) {
    stage = next;
    if (next != Stage.EXPORTING) {
      range = null;
    } else {
      exportingSince = clock.instant();
      lastCompletedAt = exportingSince;
      batchesBefore = completedBatches;
      doneBefore = done();
    }
  }

  synchronized void planned(int totalBatches, long samplesExpected) {
    batches = totalBatches;
    estimatedSamples = samplesExpected;
  }

  /** A request failed and is made again after the wait. */
  synchronized void waiting(String failure, Duration wait) {
    waitingFor = failure;
    waitingUntil = clock.instant().plus(wait);
  }

  synchronized void reading(TimeWindow window) {
    range = window;
  }

  /** One more line was taken. */
  synchronized void read(long newSamples, long newSourceBytes, long staged) {
    lines++;
    samples += newSamples;
    sourceBytes += newSourceBytes;
    archiveBytes = staged;
    throughput.reached(clock.instant(), samples, sourceBytes);
  }

  /** Batches are complete; a failure before the next checkpoint may still undo them. */
  synchronized void completed(int count) {
    Instant now = clock.instant();
    int fetched = count - completedBatches;
    lastBatchSeconds = fetched <= 0 ? lastBatchSeconds : seconds(lastCompletedAt, now) / fetched;
    lastCompletedAt = now;
    completedBatches = count;
  }

  /** What was completed so far is behind a checkpoint. */
  synchronized void committed(int count) {
    completedBatches = count;
    committedBatches = count;
    committedLines = lines;
    committedSamples = samples;
  }

  /** An attempt failed: what came since the last checkpoint does not count. */
  synchronized void rolledBack() {
    completedBatches = committedBatches;
    lines = committedLines;
    samples = committedSamples;
  }

  /** The export starts again from its first batch. */
  synchronized void restarted() {
    lines = 0;
    samples = 0;
    committed(0);
  }
}
