package io.vmgather.common.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/** An entry's content while it is inflated: counted, limited, and checked at its end. */
public final class CheckedEntry extends FilterInputStream {
  private final ZipArchiveEntry entry;
  private final CheckedInputStream checked;
  private final InflationLimit limit;

  CheckedEntry(InputStream in, ZipArchiveEntry entry, InflationLimit limit) {
    this(new CheckedInputStream(in, new CRC32()), entry, limit);
  }

  private CheckedEntry(CheckedInputStream in, ZipArchiveEntry entry, InflationLimit limit) {
    super(in);
    this.checked = in;
    this.entry = entry;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int n = in.read(buffer, from, length);
    limit.add(Math.max(0, n));
    return n;
  }

  /**
   * Reads what is left and compares it with what the ZIP says.
   *
   * @throws ZipException when length or CRC-32 differ
   */
  public void verify() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    if (limit.bytes() != entry.getSize() || checked.getChecksum().getValue() != entry.getCrc()) {
      throw new ZipException(entry.getName() + " does not match its checksum in the ZIP");
    }
  }

  /** Inflated so far. */
  public long bytes() {
    return limit.bytes();
  }
}
