package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.bundle.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The archive in the making: lines go in, deflated blocks come to lie in the staging folder, and
 * what was written at a checkpoint survives a crash. The file is a gzip stream without its end, so
 * {@code zcat} prints it.
 *
 * <p>One thread calls {@link #append}, {@link #checkpoint}, {@link #rollback} and {@link #close};
 * the totals may be read by any. Memory is bounded by {@link StagingSettings#bufferBytes()}. A
 * failure in the background comes out of the next call; everything up to the last checkpoint stays
 * good, and {@link #rollback} makes staging usable again.
 */
public final class Staging implements AutoCloseable {
  private static final byte[] LINE_START = "{\"metric\":".getBytes(StandardCharsets.US_ASCII);

  private final StagingPaths paths;
  private final StagingSettings settings;
  private final StagingFile file;
  private final FileOpener bundleOpener;
  private final DeflatePipeline pipeline;
  private Block open;
  private boolean closed;

  /** Whether lines came since the last checkpoint. */
  private boolean dirty;

  private Staging(
      StagingPaths paths, StagingSettings settings, StagingFile file, FileOpener bundleOpener) {
    this.paths = paths;
    this.settings = settings;
    this.file = file;
    this.bundleOpener = bundleOpener;
    this.pipeline = new DeflatePipeline(settings, file::append);
  }

  /**
   * Starts an empty staging file.
   *
   * @param folder created when missing
   * @param jobId part of the files' names; no staging of this job may exist
   * @throws GatherException INVALID_INPUT for an id that is no file name; FILE_ACCESS or DISK_FULL
   */
  public static Staging create(Path folder, String jobId, StagingSettings settings) {
    return create(folder, jobId, settings, FileOpener.PRIVATE, FileOpener.ORDINARY);
  }

  static Staging create(
      Path folder,
      String jobId,
      StagingSettings settings,
      FileOpener opener,
      FileOpener bundleOpener) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    Folders.createIfMissing(folder, "creating the staging folder");
    return new Staging(paths, settings, StagingFile.create(paths, opener), bundleOpener);
  }

  /**
   * Continues what another run left, behind its last checkpoint. Reads the staging file once as a
   * whole to see that it is undamaged.
   *
   * @throws GatherException BUNDLE_DAMAGED when the file is not what its checkpoint says;
   *     FILE_ACCESS when there is none or another process works on it
   */
  public static Staging resume(Path folder, String jobId, StagingSettings settings) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    return new Staging(
        paths, settings, StagingFile.reopen(paths, FileOpener.PRIVATE), FileOpener.ORDINARY);
  }

  /**
   * Takes one line: the start with {@code "metric":} + labels + {@code line[restStart, restEnd)} +
   * newline. Lines near each other may change places. The arrays are the caller's again afterwards.
   *
   * @param labels the label object with its braces
   * @param line holds the rest: from the comma before {@code "values"} to the last brace
   * @param lastTimestampMillis of the line; decides only about its place
   * @param samples pairs of value and timestamp in the line
   * @throws GatherException LINE_TOO_LONG above {@link StagingSettings#lineBytes()}, then the line
   *     is not taken; DISK_FULL or FILE_ACCESS when writing failed; CANCELLED when interrupted
   */
  public void append(
      byte[] labels,
      byte[] line,
      int restStart,
      int restEnd,
      long lastTimestampMillis,
      int samples) {
    int length = checkedLength(labels.length, restEnd - restStart);
    if (length > settings.blockBytes()) {
      appendInPieces(labels, line, restStart, restEnd, samples);
      return;
    }
    if (open != null && !open.fits(length)) {
      submitOpen();
    }
    if (open == null) {
      open = takeBlock();
    }
    open.put(LINE_START, 0, LINE_START.length);
    open.put(labels, 0, labels.length);
    open.put(line, restStart, restEnd - restStart);
    open.put((byte) '\n');
    open.endLine(lastTimestampMillis, samples);
  }

  /**
   * Makes everything appended so far durable, together with the job's state, and returns when it
   * is. Nothing of the state is looked at here: it must hold no credential and no original.
   *
   * @param jobState anything that Jackson writes as JSON
   * @throws GatherException as {@link #append}; the last checkpoint then stays what it was. After
   *     CANCELLED it may yet have become durable, always as a whole
   */
  public void checkpoint(Object jobState) {
    requireOpen();
    submitOpen();
    pipeline.inOrder(() -> file.commit(jobState));
    dirty = false;
  }

  /**
   * Goes back to the last checkpoint, as if nothing had been appended since, and forgets a failure.
   * Works on an interrupted thread too.
   *
   * @throws GatherException FILE_ACCESS when the file can't be cut
   */
  public void rollback() {
    requireOpen();
    if (open != null) {
      pipeline.giveBack(open);
      open = null;
    }
    pipeline.rollback(file::rollback);
    dirty = false;
  }

  /**
   * Throws everything staged away and starts from nothing, under a checkpoint with this state.
   *
   * @throws GatherException as {@link #checkpoint}
   */
  public void restart(Object jobState) {
    rollback();
    pipeline.inOrder(() -> file.restart(jobState));
  }

  /** What is written, checkpoint or not; lags behind {@link #append} by the blocks in memory. */
  public StagingTotals staged() {
    return file.staged();
  }

  /** What the last checkpoint vouches for. */
  public StagingTotals committed() {
    return file.committed().totals();
  }

  /** The staging file. */
  public Path path() {
    return paths.archive();
  }

  /**
   * The job's state of the last checkpoint.
   *
   * @throws GatherException BUNDLE_DAMAGED when it does not fit the type
   */
  public <T> T jobState(Class<T> type) {
    return file.readJob(type);
  }

  /**
   * The lines up to the last checkpoint, in the order in which they are written. Any thread may
   * read, also while lines are appended.
   */
  public InputStream openCommitted() throws IOException {
    return CommittedStream.open(paths.archive(), file.committed().stagingBytes());
  }

  /**
   * Makes the bundle of everything up to the last checkpoint; staging stays for another try. Runs
   * on the caller's thread, whose interruption ends it with CANCELLED and without a trace.
   *
   * @param folder created when missing
   * @param fileName of the bundle; an existing file is kept, the bundle then gets a suffix
   * @param manifest made from what the metrics add up to
   * @throws GatherException DISK_FULL, FILE_ACCESS, or INVALID_INPUT for a name that is a path
   * @throws IllegalStateException when lines were appended since the last checkpoint
   */
  public FinishedBundle assemble(
      Path folder, String fileName, Function<MetricsFacts, Manifest> manifest) {
    return assembly().write(folder, fileName, manifest);
  }

  /**
   * As {@link #assemble}, unless the process died when it had made this very bundle: then that one
   * is it.
   *
   * @param nameStart how the bundle's name begins, whenever it was made
   */
  public FinishedBundle assembleOnce(
      Path folder, String nameStart, String fileName, Function<MetricsFacts, Manifest> manifest) {
    return assembly().writeOnce(folder, nameStart, fileName, manifest);
  }

  private BundleAssembly assembly() {
    requireOpen();
    if (dirty) {
      throw new IllegalStateException("a checkpoint must come before the bundle");
    }
    return new BundleAssembly(paths, file.committed(), bundleOpener);
  }

  /** Ends the threads and closes the file. It stays, with its checkpoint, for a resume. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pipeline.close();
      file.close();
    }
  }

  /**
   * Closes and deletes everything of this job.
   *
   * @throws GatherException FILE_ACCESS when a file can't be deleted
   */
  public void discard() {
    close();
    StagingFolder.delete(paths);
  }

  private void appendInPieces(byte[] labels, byte[] line, int start, int end, int samples) {
    // A block of its own, several perhaps: ordering moves whole lines only.
    submitOpen();
    putInPieces(LINE_START, 0, LINE_START.length);
    putInPieces(labels, 0, labels.length);
    putInPieces(line, start, end);
    putInPieces(new byte[] {'\n'}, 0, 1);
    open.count(samples);
    submitOpen();
  }

  private void putInPieces(byte[] from, int start, int end) {
    for (int at = start; at < end; ) {
      if (open != null && open.room() == 0) {
        submitOpen();
      }
      if (open == null) {
        open = takeBlock();
      }
      int bytes = Math.min(open.room(), end - at);
      open.put(from, at, bytes);
      at += bytes;
    }
  }

  private Block takeBlock() {
    requireOpen();
    dirty = true;
    return pipeline.take();
  }

  private void submitOpen() {
    if (open != null) {
      Block full = open;
      open = null;
      pipeline.submit(full);
    }
  }

  private int checkedLength(int labels, int rest) {
    long length = (long) LINE_START.length + labels + rest + 1;
    if (length > settings.lineBytes()) {
      throw new GatherException(
              ErrorCode.LINE_TOO_LONG,
              "A line of " + length + " bytes; the limit is " + settings.lineBytes())
          .hint("Choose shorter batches or raise the limit of a line.");
    }
    return (int) length;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this staging is closed: " + paths.archive());
    }
  }
}
