package io.vmgather.exporter.deflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Lets an encoder work and believes it nothing: what it made of a block is inflated by zlib and
 * compared, and zlib's own encoder takes its place for a block that differs. Now and then both
 * encoders take turns on a block; where zlib's is the smaller one, it makes the following ones too.
 */
public final class CheckedDeflater implements BlockDeflater {
  /** A block in so many is deflated by both. */
  private static final int BETWEEN_TRIALS = 128;

  private static final int PIECE = 64 * 1024;

  private final BlockDeflater encoder;
  private final BlockDeflater zlib;
  private final Inflater inflater = new Inflater(true);
  private final byte[] piece = new byte[PIECE];
  private int sinceTrial = BETWEEN_TRIALS;
  private boolean zlibIsSmaller;
  private long mended;

  /** The encoder for lines, checked. */
  public static CheckedDeflater ofLines() {
    return new CheckedDeflater(new LineDeflater(), zlib());
  }

  /** What stands in for it: zlib as it measured best on lines of VictoriaMetrics. */
  public static ZlibDeflater zlib() {
    return new ZlibDeflater(4, Deflater.FILTERED);
  }

  CheckedDeflater(BlockDeflater encoder, BlockDeflater zlib) {
    this.encoder = encoder;
    this.zlib = zlib;
  }

  @Override
  public int deflate(byte[] plain, int length, byte[] out) {
    boolean trial = sinceTrial == BETWEEN_TRIALS;
    sinceTrial = trial ? 1 : sinceTrial + 1;
    int ofZlib = trial ? zlib.deflate(plain, length, out) : 0;
    int written = trial || !zlibIsSmaller ? encoded(plain, length, out) : -1;
    if (trial) {
      zlibIsSmaller = ofZlib < written;
    }
    if (!zlibIsSmaller) {
      if (written >= 0 && comesBack(out, written, plain, length)) {
        return written;
      }
      mended++;
    }
    return zlib.deflate(plain, length, out);
  }

  /** Blocks that the encoder got wrong, and zlib made. */
  long mended() {
    return mended;
  }

  /** -1 when it fails, whatever the reason: there is another one. */
  private int encoded(byte[] plain, int length, byte[] out) {
    try {
      return encoder.deflate(plain, length, out);
    } catch (RuntimeException wrong) {
      return -1;
    }
  }

  private boolean comesBack(byte[] deflated, int written, byte[] plain, int length) {
    inflater.reset();
    inflater.setInput(deflated, 0, written);
    int at = 0;
    try {
      int inflated;
      while ((inflated = inflater.inflate(piece)) > 0) {
        if (inflated > length - at
            || !Arrays.equals(piece, 0, inflated, plain, at, at + inflated)) {
          return false;
        }
        at += inflated;
      }
    } catch (DataFormatException wrong) {
      return false;
    }
    // No final block, nothing that is left over, and a border of bytes: the next piece follows.
    return at == length
        && !inflater.finished()
        && inflater.getRemaining() == 0
        && endsEmpty(deflated, written);
  }

  /** Behind the last symbol stands an empty stored block, which ends on a border of bytes. */
  private static boolean endsEmpty(byte[] deflated, int written) {
    return written >= 4
        && deflated[written - 4] == 0
        && deflated[written - 3] == 0
        && deflated[written - 2] == (byte) 0xff
        && deflated[written - 1] == (byte) 0xff;
  }

  @Override
  public void close() {
    encoder.close();
    zlib.close();
    inflater.end();
  }
}
