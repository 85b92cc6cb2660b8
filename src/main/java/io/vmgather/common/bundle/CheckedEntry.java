package io.vmgather.common.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/** An entry's content while it is inflated: counted, limited, and checked at its end. */
public final class CheckedEntry extends FilterInputStream {
  /** Below this an absurd ratio does no harm; small files of zeros have one. */
  private static final long RATIO_MATTERS_BYTES = 64L * 1024 * 1024;

  private final ZipArchiveEntry entry;
  private final long mostBytes;
  private final CRC32 crc = new CRC32();
  private long bytes;

  CheckedEntry(InputStream in, ZipArchiveEntry entry, long inflatedBytes, int ratio) {
    super(in);
    this.entry = entry;
    long byRatio = Math.max(RATIO_MATTERS_BYTES, saturated(entry.getCompressedSize(), ratio));
    this.mostBytes = Math.min(inflatedBytes, byRatio);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int n = in.read(buffer, from, length);
    if (n > 0) {
      bytes += n;
      if (bytes > mostBytes) {
        throw new ZipException(entry.getName() + " inflates to more than " + mostBytes + " bytes");
      }
      crc.update(buffer, from, n);
    }
    return n;
  }

  /**
   * Reads what is left and compares it with what the ZIP says.
   *
   * @throws ZipException when length or CRC-32 differ
   */
  public void verify() throws IOException {
    byte[] rest = new byte[64 * 1024];
    while (read(rest, 0, rest.length) >= 0) {
      // Only its checksum matters.
    }
    if (bytes != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw new ZipException(entry.getName() + " does not match its checksum in the ZIP");
    }
  }

  /** Inflated so far. */
  public long bytes() {
    return bytes;
  }

  private static long saturated(long bytes, int ratio) {
    return bytes > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : bytes * ratio;
  }
}
