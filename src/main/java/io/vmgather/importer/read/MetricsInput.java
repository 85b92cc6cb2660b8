package io.vmgather.importer.read;

import io.vmgather.common.bundle.BundleArchive;
import io.vmgather.common.bundle.CheckedEntry;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The inflated metrics of a bundle; closing it closes the archive too. */
final class MetricsInput extends FilterInputStream {
  private final BundleArchive archive;
  private final CheckedEntry entry;

  private MetricsInput(InputStream in, BundleArchive archive, CheckedEntry entry) {
    super(in);
    this.archive = archive;
    this.entry = entry;
  }

  static MetricsInput of(InputStream plain) {
    return new MetricsInput(plain, null, null);
  }

  /** Takes the archive over. */
  static MetricsInput of(BundleArchive archive, String name) throws IOException {
    try {
      CheckedEntry entry = archive.open(name);
      return new MetricsInput(entry, archive, entry);
    } catch (IOException | RuntimeException failed) {
      archive.close();
      throw failed;
    }
  }

  /** Called at the end: compares length and CRC-32 with what the ZIP says; gzip did so itself. */
  void verify() throws IOException {
    if (entry != null) {
      entry.verify();
    }
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    return in.read(buffer, from, length);
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      if (archive != null) {
        archive.close();
      }
    }
  }
}
