package io.vmgather.exporter.bundle;

import io.vmgather.exporter.bundle.SealedJournal.Position;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;

/** Reads the frames of a sealed file up to a position, each verified before it is handed on. */
final class SealedInput extends InputStream {
  /** Content of a frame at most. */
  static final int FRAME_BYTES = 256 * 1024;

  private final StagingPaths paths;
  private final FrameSeal seal;
  private final Position upTo;
  private final DataInputStream in;
  private byte[] plain = new byte[0];
  private int at;
  private long bytes = SealedHeader.LENGTH;
  private int frames;

  private SealedInput(StagingPaths paths, FrameSeal seal, Position upTo, DataInputStream in) {
    this.paths = paths;
    this.seal = seal;
    this.upTo = upTo;
    this.in = in;
  }

  static SealedInput open(StagingPaths paths, FrameSeal seal, Position upTo) throws IOException {
    if (upTo == null || Files.size(paths.sealed()) < upTo.bytes()) {
      throw SealedHeader.damaged(paths, "it is shorter than its checkpoint says", null);
    }
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(paths.sealed())));
    in.skipNBytes(SealedHeader.LENGTH);
    return new SealedInput(paths, seal, upTo, in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (at == plain.length && !nextFrame()) {
      return -1;
    }
    int count = Math.min(length, plain.length - at);
    System.arraycopy(plain, at, buffer, offset, count);
    at += count;
    return count;
  }

  private boolean nextFrame() throws IOException {
    if (bytes == upTo.bytes() && frames == upTo.frames()) {
      return false;
    }
    long left = upTo.bytes() - bytes - Integer.BYTES;
    int length = left < 0 ? -1 : in.readInt();
    boolean plausible =
        frames < upTo.frames()
            && length > FrameSeal.OVERHEAD_BYTES
            && length <= Math.min(left, FRAME_BYTES + FrameSeal.OVERHEAD_BYTES);
    if (!plausible) {
      throw SealedHeader.damaged(paths, "its frames are not those of its checkpoint", null);
    }
    byte[] sealed = new byte[length];
    in.readFully(sealed);
    try {
      plain = seal.open(sealed, frames);
    } catch (GeneralSecurityException e) {
      throw SealedHeader.damaged(paths, "frame " + frames + " was changed", e);
    }
    at = 0;
    bytes += Integer.BYTES + length;
    frames++;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
