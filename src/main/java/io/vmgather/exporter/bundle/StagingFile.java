package io.vmgather.exporter.bundle;

import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/**
 * The staging file and what it adds up to. One thread writes, in the order of the blocks; {@link
 * #staged} and {@link #committed} may be read by any. Locked against a second process while open.
 */
final class StagingFile implements Closeable {
  private final StagingPaths paths;
  private final CheckpointFile checkpoints;
  private final StagingLock lock;
  private final FileChannel file;
  private long crc;
  private MessageDigest sha256;
  private volatile StagingTotals staged;
  private volatile StagedPart committed;

  private StagingFile(
      StagingPaths paths,
      CheckpointFile checkpoints,
      StagingLock lock,
      FileChannel file,
      StagedPart start) {
    this.paths = paths;
    this.checkpoints = checkpoints;
    this.lock = lock;
    this.file = file;
    restore(start);
  }

  /** A new staging file, which must not exist yet, with its header written. */
  static StagingFile create(StagingPaths paths, FileOpener opener) {
    FileChannel file = null;
    StagingLock lock = null;
    try {
      lock = StagingLock.take(paths);
      file =
          opener.open(
              paths.archive(), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      writeFully(file, GzipHeader.bytes());
      return new StagingFile(
          paths, new CheckpointFile(paths, opener), lock, file, StagedPart.empty());
    } catch (IOException e) {
      closeQuietly(file);
      closeQuietly(lock);
      deleteWhatBegan(paths, file, lock);
      throw failure(e, paths, "creating the staging file");
    }
  }

  /**
   * A staging file left by another run, verified to be what its checkpoint says and cut there.
   *
   * @throws GatherException BUNDLE_DAMAGED when it isn't
   */
  static StagingFile reopen(StagingPaths paths, FileOpener opener) {
    CheckpointFile checkpoints = new CheckpointFile(paths, opener);
    FileChannel file = null;
    StagingLock lock = null;
    try {
      lock = StagingLock.take(paths);
      file = opener.open(paths.archive(), Set.of(StandardOpenOption.WRITE));
      StagedPart verified = StagedPart.verify(paths, checkpoints.read());
      file.truncate(verified.stagingBytes());
      file.position(verified.stagingBytes());
      return new StagingFile(paths, checkpoints, lock, file, verified);
    } catch (IOException e) {
      closeQuietly(file);
      closeQuietly(lock);
      throw failure(e, paths, "reopening the staging file");
    } catch (GatherException e) {
      closeQuietly(file);
      closeQuietly(lock);
      throw e;
    }
  }

  /** An interrupt may come between any two steps; what another run has stays. */
  private static void deleteWhatBegan(StagingPaths paths, FileChannel file, StagingLock lock) {
    try {
      if (file != null) {
        Files.deleteIfExists(paths.archive());
      }
      if (lock != null && !Files.exists(paths.archive())) {
        Files.deleteIfExists(paths.lock());
      }
    } catch (IOException ignored) {
      // The failure that led here is what the caller must see.
    }
  }

  void append(Block block) {
    try {
      writeFully(file, ByteBuffer.wrap(block.deflated(), 0, block.deflatedLength()));
    } catch (IOException e) {
      throw failure(e, paths, "writing the staging file");
    }
    sha256.update(block.plain(), 0, block.length());
    crc = Crc32Sum.join(crc, block.crc(), block.length());
    staged = staged.plus(block);
  }

  /** Makes all that was appended durable, then the checkpoint that says so. */
  void commit(Object job) {
    try {
      StagedPart part = new StagedPart(file.position(), staged, crc, copy(sha256));
      file.force(false);
      checkpoints.write(part.checkpoint(paths.jobId()), job);
      committed = part;
    } catch (IOException e) {
      throw failure(e, paths, "writing a checkpoint");
    }
  }

  void rollback() {
    try {
      file.truncate(committed.stagingBytes());
      file.position(committed.stagingBytes());
      restore(committed);
    } catch (IOException e) {
      throw failure(e, paths, "cutting the staging file");
    }
  }

  StagingTotals staged() {
    return staged;
  }

  StagedPart committed() {
    return committed;
  }

  <T> T readJob(Class<T> type) {
    try {
      return checkpoints.readJob(type);
    } catch (IOException e) {
      throw failure(e, paths, "reading the checkpoint");
    }
  }

  /** Goes back to nothing; from the checkpoint on that says so, also for a later process. */
  void restart(Object job) {
    try {
      // First the checkpoint: a staging file that is too long is cut, a shorter one is damage.
      StagedPart nothing = StagedPart.empty();
      checkpoints.write(nothing.checkpoint(paths.jobId()), job);
      committed = nothing;
    } catch (IOException e) {
      throw failure(e, paths, "writing a checkpoint");
    }
    rollback();
  }

  @Override
  public void close() {
    closeQuietly(file);
    closeQuietly(lock);
  }

  private void restore(StagedPart part) {
    crc = part.crc();
    sha256 = copy(part.sha256());
    staged = part.totals();
    committed = part;
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }

  static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  static void closeQuietly(Closeable file) {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException ignored) {
      // What counts was forced to the device by a checkpoint.
    }
  }

  private static GatherException failure(IOException e, StagingPaths paths, String doing) {
    return FileFailure.of(e, doing, paths.archive());
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(copy(digest).digest());
  }
}
