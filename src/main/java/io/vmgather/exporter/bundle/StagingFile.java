package io.vmgather.exporter.bundle;

import io.vmgather.common.GatherException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
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
  private final FileChannel file;
  private long crc;
  private MessageDigest sha256;
  private volatile StagingTotals staged;
  private volatile StagedPart committed;

  private StagingFile(
      StagingPaths paths, CheckpointFile checkpoints, FileChannel file, StagedPart start) {
    this.paths = paths;
    this.checkpoints = checkpoints;
    this.file = file;
    restore(start);
  }

  /** A new staging file, which must not exist yet, with its header written. */
  static StagingFile create(StagingPaths paths, FileOpener opener) {
    FileChannel file = null;
    try {
      file =
          opener.open(
              paths.archive(), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      lock(file, paths);
      writeFully(file, GzipHeader.bytes());
      return new StagingFile(paths, new CheckpointFile(paths, opener), file, StagedPart.empty());
    } catch (IOException e) {
      closeQuietly(file);
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
    try {
      file = opener.open(paths.archive(), Set.of(StandardOpenOption.WRITE));
      lock(file, paths);
      StagedPart verified = StagedPart.verify(paths, checkpoints.read());
      file.truncate(verified.stagingBytes());
      file.position(verified.stagingBytes());
      return new StagingFile(paths, checkpoints, file, verified);
    } catch (IOException e) {
      closeQuietly(file);
      throw failure(e, paths, "reopening the staging file");
    } catch (GatherException e) {
      closeQuietly(file);
      throw e;
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

  @Override
  public void close() {
    closeQuietly(file);
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

  private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static void lock(FileChannel file, StagingPaths paths) throws IOException {
    FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new FileSystemException(paths.archive().toString(), null, "another export works on it");
    }
  }

  private static void closeQuietly(FileChannel file) {
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
