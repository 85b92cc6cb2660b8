package io.vmgather.exporter.bundle;

import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * What a resume needs beside the staged lines, encrypted: bytes that are appended, and made durable
 * at each checkpoint. The checkpoint file holds the {@link Position} up to which they count. For
 * one thread, which holds the job's staging.
 */
public final class SealedJournal implements Closeable {
  /**
   * How far a journal counts.
   *
   * @param bytes of the file
   * @param frames in them
   */
  public record Position(long bytes, int frames) {}

  private final StagingPaths paths;
  private final FileChannel file;
  private final FrameSeal seal;
  private final SealedOutput out = new SealedOutput();
  private long bytes;
  private int frames;

  private SealedJournal(StagingPaths paths, FileChannel file, FrameSeal seal, Position start) {
    this.paths = paths;
    this.file = file;
    this.seal = seal;
    this.bytes = start.bytes();
    this.frames = start.frames();
  }

  /**
   * Starts an empty one in place of any that is there.
   *
   * @param key 32 secret bytes
   * @throws GatherException FILE_ACCESS or DISK_FULL
   */
  public static SealedJournal create(Path folder, String jobId, byte[] key) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    FileChannel file = null;
    try {
      file =
          FileOpener.PRIVATE.open(
              paths.sealed(),
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE));
      byte[] salt = FrameSeal.newSalt();
      FrameSeal seal = new FrameSeal(key, salt, jobId);
      SealedHeader header = new SealedHeader(salt, seal.check());
      StagingFile.writeFully(file, header.bytes());
      return new SealedJournal(paths, file, seal, new Position(SealedHeader.LENGTH, 0));
    } catch (IOException e) {
      StagingFile.closeQuietly(file);
      throw FileFailure.of(e, "creating the sealed file", paths.sealed());
    }
  }

  /**
   * Goes on behind a position; what lies behind it is cut off.
   *
   * @throws GatherException as {@link #read}
   */
  public static SealedJournal reopen(Path folder, String jobId, byte[] key, Position at) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    FileChannel file = null;
    try {
      FrameSeal seal = SealedHeader.read(paths).open(paths, key);
      file = FileOpener.PRIVATE.open(paths.sealed(), Set.of(StandardOpenOption.WRITE));
      if (file.size() < at.bytes()) {
        throw SealedHeader.damaged(paths, "it is shorter than its checkpoint says", null);
      }
      file.truncate(at.bytes());
      file.position(at.bytes());
      return new SealedJournal(paths, file, seal, at);
    } catch (IOException e) {
      StagingFile.closeQuietly(file);
      throw FileFailure.of(e, "reopening the sealed file", paths.sealed());
    } catch (GatherException e) {
      StagingFile.closeQuietly(file);
      throw e;
    }
  }

  /**
   * The content up to a position. Every byte is verified before it is handed on.
   *
   * @throws GatherException BUNDLE_DAMAGED, also out of the stream's calls, when it is not what was
   *     written up to there; INVALID_INPUT at {@code resume_token} for another key
   */
  public static InputStream read(Path folder, String jobId, byte[] key, Position upTo) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    try {
      return SealedInput.open(paths, SealedHeader.read(paths).open(paths, key), upTo);
    } catch (IOException e) {
      throw FileFailure.of(e, "opening the sealed file", paths.sealed());
    }
  }

  /** Where the content goes to. Closing it does nothing. */
  public OutputStream out() {
    return out;
  }

  /**
   * Makes everything written so far durable.
   *
   * @throws GatherException DISK_FULL, FILE_ACCESS, or CANCELLED when interrupted
   */
  public Position commit() {
    try {
      out.sealRest();
      file.force(false);
      return new Position(bytes, frames);
    } catch (IOException e) {
      throw FileFailure.of(e, "writing the sealed file", paths.sealed());
    }
  }

  @Override
  public void close() {
    StagingFile.closeQuietly(file);
  }

  /** Collects what fills a frame. */
  private final class SealedOutput extends OutputStream {
    private final byte[] plain = new byte[SealedInput.FRAME_BYTES];
    private int length;

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      for (int done = 0; done < count; ) {
        int part = Math.min(count - done, plain.length - length);
        System.arraycopy(from, offset + done, plain, length, part);
        length += part;
        done += part;
        if (length == plain.length) {
          sealRest();
        }
      }
    }

    private void sealRest() {
      if (length == 0) {
        return;
      }
      byte[] sealed = seal.seal(plain, length, frames);
      ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + sealed.length);
      frame.putInt(sealed.length).put(sealed).flip();
      bytes += frame.remaining();
      frames++;
      length = 0;
      try {
        StagingFile.writeFully(file, frame);
      } catch (IOException e) {
        throw FileFailure.of(e, "writing the sealed file", paths.sealed());
      }
    }
  }
}
