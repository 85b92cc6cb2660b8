package io.vmgather.importer.job;

import io.vmgather.common.Throughput;
import io.vmgather.importer.plan.PlanCounts;
import io.vmgather.importer.read.BundleFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How far one import has come. Written by its threads, read by any other through {@link
 * #snapshot()}.
 */
public final class ImportProgress {
  /** What is being done right now. */
  public enum Stage {
    QUEUED,
    CHECKING,
    SENDING,
    DONE
  }

  /**
   * One moment of an import.
   *
   * @param inflatedBytes of the metrics; 0 while unknown
   * @param readBytes of these, read so far, be it to check or to send
   * @param resumeOffset of these, acknowledged by the target without a gap
   * @param chunksTotal an estimate until the end
   * @param chunkBytes of one
   * @param sentBytes that were acknowledged in this run
   * @param sentSamples that were acknowledged, those of earlier runs included
   * @param series seen so far
   * @param skippedLines that can't be imported, seen so far
   * @param progress share that is done, 0 to 1
   * @param etaSeconds until the last chunk; -1 while unknown
   * @param waitingFor the failure after which a chunk waits to be sent again; empty when none does
   */
  public record Snapshot(
      Stage stage,
      long inflatedBytes,
      long readBytes,
      long resumeOffset,
      long chunksCompleted,
      long chunksTotal,
      int chunkBytes,
      long sentBytes,
      long sentSamples,
      long series,
      long skippedLines,
      long skippedSamples,
      long droppedOld,
      double samplesPerSecond,
      double bytesPerSecond,
      Duration elapsed,
      double progress,
      long etaSeconds,
      String waitingFor) {}

  private final Clock clock;
  private final Throughput throughput = new Throughput();
  private final Instant begun;
  private Instant ended;
  private Stage stage = Stage.QUEUED;
  private long inflatedBytes;
  private long readBytes;
  private long startOffset;
  private Position committed;
  private Instant sendingSince;
  private long series;
  private long skippedLines;
  private long skippedSamples;
  private long droppedOld;
  private String waitingFor = "";

  /**
   * @param earlierOffset what earlier runs have sent, in inflated bytes
   */
  ImportProgress(Clock clock, long saidBytes, long earlierOffset) {
    this.clock = clock;
    this.begun = clock.instant();
    this.inflatedBytes = Math.max(0, saidBytes);
    this.startOffset = earlierOffset;
    this.committed = new Position(earlierOffset, 0, 0, 0);
  }

  /**
   * How far an import came whose process is gone. How many samples that were is not known any more.
   *
   * @param checkpoint that it left, if any
   * @param sent whether it had sent all
   */
  public static Snapshot left(BundleFile bundle, Path checkpoint, boolean sent, Clock clock) {
    long offset = sent ? Math.max(0, bundle.saidBytes()) : Checkpoint.offsetIn(checkpoint);
    ImportProgress progress = new ImportProgress(clock, bundle.saidBytes(), offset);
    if (sent) {
      progress.done();
    }
    progress.ended();
    return progress.snapshot();
  }

  synchronized void checking() {
    stage = Stage.CHECKING;
  }

  synchronized void sending(long bytes, long resumeOffset) {
    stage = Stage.SENDING;
    inflatedBytes = bytes;
    startOffset = resumeOffset;
    committed = new Position(resumeOffset, 0, 0, 0);
    sendingSince = clock.instant();
  }

  /** The reader is here; called every now and then. */
  synchronized void read(long offset, PlanCounts counts) {
    readBytes = offset;
    series = counts.series();
    skippedLines = counts.skippedLines();
    skippedSamples = counts.skippedSamples();
    droppedOld = counts.droppedOld();
  }

  synchronized void committed(Position position) {
    committed = position;
    waitingFor = "";
    throughput.reached(clock.instant(), position.samples(), position.bytes());
  }

  synchronized void waiting(String reason) {
    waitingFor = reason;
  }

  synchronized void done() {
    stage = Stage.DONE;
    waitingFor = "";
    ended = clock.instant();
  }

  synchronized void ended() {
    waitingFor = "";
    ended = ended == null ? clock.instant() : ended;
  }

  public synchronized Snapshot snapshot() {
    Instant now = ended == null ? clock.instant() : ended;
    double share = inflatedBytes == 0 ? 0 : (double) committed.offset() / inflatedBytes;
    return new Snapshot(
        stage,
        inflatedBytes,
        readBytes,
        committed.offset(),
        committed.chunks(),
        chunksTotal(),
        ImportRun.CHUNK_BYTES,
        committed.bytes(),
        committed.samples(),
        series,
        skippedLines,
        skippedSamples,
        droppedOld,
        throughput.samplesPerSecond(now, committed.samples()),
        throughput.bytesPerSecond(now, committed.bytes()),
        Duration.between(begun, now),
        stage == Stage.DONE ? 1 : Math.min(1, share),
        etaSeconds(now),
        waitingFor);
  }

  private long chunksTotal() {
    long left = Math.max(0, inflatedBytes - committed.offset());
    return stage == Stage.DONE
        ? committed.chunks()
        : committed.chunks() + (left + ImportRun.CHUNK_BYTES - 1) / ImportRun.CHUNK_BYTES;
  }

  private long etaSeconds(Instant now) {
    long done = committed.offset() - startOffset;
    if (stage == Stage.DONE) {
      return 0;
    }
    if (sendingSince == null || done <= 0 || inflatedBytes == 0) {
      return -1;
    }
    double seconds = Duration.between(sendingSince, now).toMillis() / 1000.0;
    return Math.round(seconds * (inflatedBytes - committed.offset()) / done);
  }
}
