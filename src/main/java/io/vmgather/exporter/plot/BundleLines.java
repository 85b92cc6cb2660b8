package io.vmgather.exporter.plot;

import com.fasterxml.jackson.core.JacksonException;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.line.ExportLine;
import io.vmgather.exporter.source.ExportLineReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The lines of a bundle, from the first to the last, on the caller's thread. */
final class BundleLines {
  private final int maxLineBytes;

  /** Takes a line, which is readable only during the call. */
  @FunctionalInterface
  interface Reader {
    void line(ExportLine line) throws IOException;
  }

  BundleLines(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Reads all of it. Holds one line at a time.
   *
   * @throws GatherException BUNDLE_DAMAGED, NOT_FOUND when the file is gone, FILE_ACCESS,
   *     LINE_TOO_LONG
   */
  void read(Path bundle, Reader reader) {
    if (Files.notExists(bundle)) {
      throw new GatherException(ErrorCode.NOT_FOUND, "there is no such bundle any more");
    }
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      readMetrics(zip, reader);
    } catch (ZipException | EOFException | JacksonException e) {
      throw damaged(bundle, e.getMessage(), e);
    } catch (IOException e) {
      throw new GatherException(
              ErrorCode.FILE_ACCESS, "Failed reading " + bundle + ": " + e.getMessage(), e)
          .hint("Check the path and that this user may use it.");
    } catch (GatherException e) {
      throw e.code() == ErrorCode.BROKEN_ANSWER
          ? damaged(bundle, BundleFormat.METRICS_ENTRY + " holds something else than lines", e)
          : e;
    }
  }

  private void readMetrics(ZipFile zip, Reader reader) throws IOException {
    ZipEntry entry = zip.getEntry(BundleFormat.METRICS_ENTRY);
    if (entry == null) {
      throw new ZipException("it has no " + BundleFormat.METRICS_ENTRY);
    }
    // The JDK checks the sum of an entry only when a ZIP is read as a stream.
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      ExportLineReader lines = new ExportLineReader(in, maxLineBytes);
      for (ExportLine line = lines.next(); line != null; line = lines.next()) {
        reader.line(line);
      }
      if (in.getChecksum().getValue() != entry.getCrc()) {
        throw new ZipException(entry.getName() + " does not match its checksum in the ZIP");
      }
    }
  }

  private static GatherException damaged(Path bundle, String why, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED, bundle.getFileName() + " is no sound bundle: " + why, cause)
        .hint("Export again; the file was changed after it was made, or its disk is failing.");
  }
}
