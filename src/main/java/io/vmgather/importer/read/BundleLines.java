package io.vmgather.importer.read;

import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a bundle, one after the other. A line that VictoriaMetrics would skip without a word
 * is told apart here, with the reason; one in another form than its own export's (other order,
 * blanks) is brought into that form. Holds one line at a time. One thread; the caller closes.
 */
public final class BundleLines implements AutoCloseable {
  private static final int FIRST_BUFFER_BYTES = 1024 * 1024;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Path path;
  private final MetricsInput in;
  private final int maxLineBytes;
  private final LineParser parser = new LineParser();
  private final ExportLine line = new ExportLine();
  private final LineCheck check = new LineCheck();
  private final LooseLine loose = new LooseLine();
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int start;
  private int end;
  private boolean atEnd;
  private long bufferOffset;
  private long number;
  private String problem = "";
  private long problemSamples;

  BundleLines(Path path, MetricsInput in, int maxLineBytes) {
    this.path = path;
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Goes to the next line; blank ones are passed over.
   *
   * @return false at the end, where the archive's own checksum was compared
   * @throws io.vmgather.common.GatherException BUNDLE_DAMAGED when the file can't be inflated or
   *     its checksum is another
   */
  public boolean next() {
    return BundleFile.guarded(path, this::advance);
  }

  /** The line, valid until {@link #next}; only where {@link #problem} is empty. */
  public ExportLine line() {
    return line;
  }

  /** Why the line can't be imported; empty for a sound one. */
  public String problem() {
    return problem;
  }

  /** Samples of a line that has a problem, as far as they could be counted. */
  public long problemSamples() {
    return problemSamples;
  }

  /** Which line it is, from 1; blank ones count. */
  public long number() {
    return number;
  }

  /** Inflated bytes up to and with the line's newline. */
  public long endOffset() {
    return bufferOffset + start;
  }

  private boolean advance() throws IOException {
    problem = "";
    problemSamples = 0;
    while (true) {
      skipBlank();
      if (start < end) {
        int newline = parser.parse(buffer, start, end, line);
        if (newline >= 0) {
          return take(newline, check.problem(line));
        }
        if (newline == LineParser.NO_LINE) {
          return otherForm();
        }
      }
      if (atEnd) {
        if (start < end) {
          return otherForm();
        }
        in.verify();
        return false;
      }
      if (end - start >= maxLineBytes) {
        return tooLong();
      }
      fill();
    }
  }

  private boolean take(int newline, String found) {
    number++;
    start = newline + 1;
    problem = found;
    if (!found.isEmpty()) {
      problemSamples = line.samples();
    }
    return true;
  }

  private void skipBlank() {
    if (bufferOffset + start == 0 && end - start >= BYTE_ORDER_MARK.length) {
      boolean marked =
          Arrays.equals(
              buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
      // Some editors put it there.
      start += marked ? BYTE_ORDER_MARK.length : 0;
    }
    while (start < end && (buffer[start] == '\n' || buffer[start] == '\r')) {
      number += buffer[start] == '\n' ? 1 : 0;
      start++;
    }
  }

  /** A line that the quick parser does not know, up to its newline or the end of all. */
  private boolean otherForm() throws IOException {
    int newline = start;
    while (true) {
      while (newline < end && buffer[newline] != '\n') {
        newline++;
      }
      if (newline < end || atEnd) {
        break;
      }
      if (end - start >= maxLineBytes) {
        return tooLong();
      }
      int seen = newline - start;
      fill();
      newline = start + seen;
    }
    String found = loose.read(buffer, start, newline, atEnd && newline == end);
    if (found.isEmpty()) {
      parser.parse(loose.bytes(), 0, loose.length(), line);
      found = check.problem(line);
    }
    number++;
    start = Math.min(newline + 1, end);
    problem = found;
    problemSamples = found.isEmpty() ? 0 : loose.samples();
    return true;
  }

  /** Passes over the rest of it, in the memory that is there. */
  private boolean tooLong() throws IOException {
    number++;
    problem = "It is longer than " + maxLineBytes + " bytes";
    while (true) {
      int at = start;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (at < end) {
        start = at + 1;
        return true;
      }
      start = end;
      if (atEnd) {
        return true;
      }
      fill();
    }
  }

  /** Fills the whole buffer, so that a long line is parsed again only each time it has doubled. */
  private void fill() throws IOException {
    int pending = end - start;
    if (pending > buffer.length / 2) {
      long wanted = Math.min(buffer.length * 2L, maxLineBytes + (long) FIRST_BUFFER_BYTES);
      byte[] larger = new byte[(int) Math.max(wanted, pending + 1L)];
      System.arraycopy(buffer, start, larger, 0, pending);
      buffer = larger;
    } else if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, pending);
    }
    bufferOffset += start;
    start = 0;
    end = pending;
    while (end < buffer.length) {
      int n = in.read(buffer, end, buffer.length - end);
      if (n < 0) {
        atEnd = true;
        return;
      }
      end += n;
    }
  }

  @Override
  public void close() {
    BundleFile.guarded(
        path,
        () -> {
          in.close();
          return null;
        });
  }
}
