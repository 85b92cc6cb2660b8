package io.vmgather.exporter.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * An entry that is deflated already; all its numbers are known before its first byte is written, so
 * the ZIP needs no data descriptors and can be read as a stream.
 *
 * @param name in the ZIP
 * @param bytes uncompressed length
 * @param deflatedBytes length of the deflate stream
 * @param crc CRC-32 of the uncompressed bytes
 */
record RawEntry(String name, long bytes, long deflatedBytes, long crc) {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int READABLE_BY_ALL = 0100644;

  /** Writes the content of an entry. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Deflates content of any length to {@code out} in constant memory; leaves it open. */
  static RawEntry deflate(String name, OutputStream out, Content content) throws IOException {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    CRC32 crc = new CRC32();
    try {
      DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater, BUFFER_BYTES);
      content.writeTo(new CheckedOutputStream(deflating, crc));
      deflating.finish();
      return new RawEntry(
          name, deflater.getBytesRead(), deflater.getBytesWritten(), crc.getValue());
    } finally {
      deflater.end();
    }
  }

  ZipArchiveEntry header(Instant modified) {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipArchiveEntry.DEFLATED);
    entry.setSize(bytes);
    entry.setCompressedSize(deflatedBytes);
    entry.setCrc(crc);
    entry.setUnixMode(READABLE_BY_ALL);
    // Whole seconds go into the header, which is local time, and into an extra field in UTC.
    entry.setLastModifiedTime(FileTime.from(modified.truncatedTo(ChronoUnit.SECONDS)));
    return entry;
  }
}
