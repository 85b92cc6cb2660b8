package io.vmgather.exporter.source;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Cuts an answer of {@code /api/v1/export} into lines and checks each: the parts where they belong,
 * as many values as timestamps, nothing else in between. HTTP status 200 is not success there: an
 * error after the first byte comes as text in the body or as an answer that breaks off.
 *
 * <p>Finding a line's end and checking it is one pass, and timestamps are passed over fourteen
 * bytes at a time, so most bytes are not looked at one by one. Not thread-safe. Does not close the
 * stream.
 */
public final class ExportLineReader {
  private static final int FIRST_BUFFER_BYTES = 1024 * 1024;
  private static final int SHOWN_TEXT_BYTES = 300;

  private final InputStream in;
  private final int maxLineBytes;
  private final LineParser parser = new LineParser();
  private final ExportLine line = new ExportLine();
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int start;
  private int end;
  private boolean atEnd;
  private long readBytes;
  private long lines;

  /**
   * @param maxLineBytes longest line that is taken; a longer one fails with LINE_TOO_LONG
   */
  public ExportLineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** Bytes read so far. */
  public long readBytes() {
    return readBytes;
  }

  /**
   * The next line, or null at a clean end.
   *
   * @throws GatherException BROKEN_ANSWER for a cut line or text that is no line, LINE_TOO_LONG
   */
  public ExportLine next() throws IOException {
    while (true) {
      skipNewlines();
      if (start < end) {
        int newline = parser.parse(buffer, start, end, line);
        if (newline >= 0) {
          start = newline + 1;
          lines++;
          return line;
        }
        if (newline == LineParser.NO_LINE) {
          throw noLine();
        }
      }
      if (atEnd) {
        if (start < end) {
          throw cut();
        }
        return null;
      }
      fill();
    }
  }

  private void skipNewlines() {
    while (start < end && buffer[start] == '\n') {
      start++;
    }
  }

  /** Fills the whole buffer, so that a long line is parsed again only each time it has doubled. */
  private void fill() throws IOException {
    int pending = end - start;
    if (pending > maxLineBytes) {
      throw tooLong();
    }
    if (pending > buffer.length / 2) {
      long wanted = Math.min(buffer.length * 2L, maxLineBytes + (long) FIRST_BUFFER_BYTES);
      byte[] larger = new byte[(int) Math.max(wanted, pending + 1L)];
      System.arraycopy(buffer, start, larger, 0, pending);
      buffer = larger;
    } else if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, pending);
    }
    start = 0;
    end = pending;
    while (end < buffer.length) {
      int n = in.read(buffer, end, buffer.length - end);
      if (n < 0) {
        atEnd = true;
        return;
      }
      end += n;
      readBytes += n;
    }
  }

  private GatherException tooLong() {
    return new GatherException(
            ErrorCode.LINE_TOO_LONG,
            "line " + (lines + 1) + " of the answer is longer than " + maxLineBytes + " bytes")
        .hint("Raise the line limit, or export a shorter time range at once.");
  }

  private GatherException cut() {
    if (!looksLikeLine()) {
      return noLine();
    }
    return BrokenAnswer.of(
        "ended its export in the middle of line "
            + (lines + 1)
            + ", after "
            + readBytes
            + " bytes");
  }

  private GatherException noLine() {
    if (looksLikeLine()) {
      // Its text is not shown: it holds label values.
      return BrokenAnswer.of("sent line " + (lines + 1) + " of its export damaged");
    }
    int shown = Math.min(end - start, SHOWN_TEXT_BYTES);
    String text =
        new String(buffer, start, shown, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ");
    return BrokenAnswer.of(
        "wrote an error into the export after " + lines + " lines: " + text.strip());
  }

  private boolean looksLikeLine() {
    return LineParser.mayBegin(buffer, start, end);
  }
}
