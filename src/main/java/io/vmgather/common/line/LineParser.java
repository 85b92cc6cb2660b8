package io.vmgather.common.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Locates and checks the parts of one export line. The form is what VictoriaMetrics writes, byte
 * for byte: {@code {"metric":{…},"values":[…],"timestamps":[…]}} and a newline. One thread.
 */
public final class LineParser {
  // Source of the form: VictoriaMetrics app/vmselect/prometheus/export.qtpl
  private static final byte[] PREFIX = bytes("{\"metric\":");

  /** The line may be good so far, but its end is not in the buffer yet. */
  public static final int INCOMPLETE = -1;

  /** What is in the buffer can't become a line. */
  public static final int NO_LINE = -2;

  private static final byte[] VALUES = bytes(",\"values\":[");
  private static final byte[] TIMESTAMPS = bytes("],\"timestamps\":[");
  private static final byte[] CLOSE = bytes("]}\n");

  /** Digits of a timestamp in milliseconds between 2001 and 2286. */
  private static final int MILLIS_DIGITS = 13;

  private static final int STRIDE = MILLIS_DIGITS + 1;

  // NaN comes as null, infinities as "Infinity" and "-Infinity"; everything else is a JSON number.
  private static final byte OTHER = 0;
  private static final byte VALUE = 1;
  private static final byte COMMA = 2;
  private static final byte[] KIND = kinds();

  private byte[] before = {};
  private int beforeLength;

  /**
   * Parses the line that begins at {@code start}.
   *
   * @return index of its newline, {@link #INCOMPLETE} or {@link #NO_LINE}
   */
  public int parse(byte[] b, int start, int end, ExportLine line) {
    int p = expect(b, start, end, PREFIX);
    if (p < 0) {
      return p;
    }
    line.bytes = b;
    line.labelsStart = p;
    p = labelsEnd(b, p, end);
    if (p < 0) {
      return p;
    }
    line.labelsEnd = p;
    line.valuesStart = p + VALUES.length;
    int values = countValues(b, line.valuesStart, end, line);
    if (values < 0) {
      return values;
    }
    p = expect(b, line.valuesEnd, end, TIMESTAMPS);
    if (p < 0) {
      return p;
    }
    line.timestampsStart = p;
    return timestamps(b, p, end, line, values);
  }

  /** Whether the bytes may be the beginning of a line, as far as they go. */
  public static boolean mayBegin(byte[] b, int start, int end) {
    return expect(b, start, end, PREFIX) != NO_LINE;
  }

  private static int expect(byte[] b, int p, int end, byte[] text) {
    int known = Math.min(text.length, end - p);
    for (int i = 0; i < known; i++) {
      if (b[p + i] != text[i]) {
        return NO_LINE;
      }
    }
    return known == text.length ? p + known : INCOMPLETE;
  }

  /** Quotes inside strings are escaped, so the first {@code },"values":[} is the real one. */
  private static int labelsEnd(byte[] b, int p, int end) {
    if (p < end && b[p] != '{') {
      return NO_LINE;
    }
    for (int i = p; i < end; i++) {
      byte c = b[i];
      if (c == '}') {
        int found = expect(b, i + 1, end, VALUES);
        if (found != NO_LINE) {
          return found == INCOMPLETE ? INCOMPLETE : i + 1;
        }
      } else if (c == '\n') {
        return NO_LINE;
      }
    }
    return INCOMPLETE;
  }

  private static int countValues(byte[] b, int p, int end, ExportLine line) {
    int commas = 0;
    int i = p;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long eight = EightBytes.at(b, i);
      if (EightBytes.plainNumbers(eight)) {
        commas += EightBytes.commas(eight);
        continue;
      }
      int found = countOneByOne(b, i, i + Long.BYTES, line);
      if (found < 0 || line.valuesEnd >= 0) {
        return total(commas, found, p, line);
      }
      commas += found;
    }
    int found = countOneByOne(b, i, end, line);
    return found >= 0 && line.valuesEnd < 0 ? INCOMPLETE : total(commas, found, p, line);
  }

  private static int total(int commas, int found, int start, ExportLine line) {
    return found < 0 || line.valuesEnd == start ? NO_LINE : commas + found + 1;
  }

  /** Counts commas up to the closing bracket, whose place it notes, or NO_LINE. */
  private static int countOneByOne(byte[] b, int p, int end, ExportLine line) {
    line.valuesEnd = -1;
    int commas = 0;
    for (int i = p; i < end; i++) {
      byte kind = KIND[b[i] & 0xff];
      if (kind == COMMA) {
        commas++;
      } else if (kind == OTHER) {
        if (b[i] != ']') {
          return NO_LINE;
        }
        line.valuesEnd = i;
        return commas;
      }
    }
    return commas;
  }

  private int timestamps(byte[] b, int start, int end, ExportLine line, int values) {
    long expectedEnd = start + (long) values * STRIDE - 1;
    if (expectedEnd + CLOSE.length <= end && b[(int) expectedEnd] == ']') {
      int newline = expect(b, (int) expectedEnd, end, CLOSE) - 1;
      if (newline >= 0 && asBefore(b, start, (int) expectedEnd)) {
        return finish(line, values, (int) expectedEnd, start, (int) expectedEnd - MILLIS_DIGITS);
      }
    }
    return unusualTimestamps(b, start, end, line, values);
  }

  /**
   * Series that are scraped together have the same timestamps; comparing is quicker than reading.
   */
  private boolean asBefore(byte[] b, int start, int end) {
    if (Arrays.equals(b, start, end, before, 0, beforeLength)) {
      return true;
    }
    if (!allMillis(b, start, end)) {
      return false;
    }
    beforeLength = end - start;
    if (before.length < beforeLength) {
      before = new byte[beforeLength];
    }
    System.arraycopy(b, start, before, 0, beforeLength);
    return true;
  }

  private static boolean allMillis(byte[] b, int start, int end) {
    int p = start;
    for (; p + STRIDE < end; p += STRIDE) {
      if (!EightBytes.digits(EightBytes.at(b, p))
          || !EightBytes.sevenDigitsAndComma(EightBytes.at(b, p + STRIDE - Long.BYTES))) {
        return false;
      }
    }
    return EightBytes.digits(EightBytes.at(b, p))
        && EightBytes.digits(EightBytes.at(b, end - Long.BYTES));
  }

  /** Timestamps of any length and sign, byte by byte. */
  private static int unusualTimestamps(byte[] b, int start, int end, ExportLine line, int values) {
    int count = 1;
    int last = start;
    boolean digit = false;
    for (int i = start; i < end; i++) {
      byte c = b[i];
      if (c >= '0' && c <= '9') {
        digit = true;
      } else if (c == ',' && digit) {
        count++;
        last = i + 1;
        digit = false;
      } else if (c == ']' && digit) {
        int p = expect(b, i, end, CLOSE);
        if (p < 0) {
          return p;
        }
        return count == values ? finish(line, values, i, start, last) : NO_LINE;
      } else if (c != '-' || i != last) {
        return NO_LINE;
      }
    }
    return INCOMPLETE;
  }

  private static int finish(ExportLine line, int samples, int close, int first, int last) {
    line.samples = samples;
    line.restEnd = close + 2;
    line.firstMillis = millis(line.bytes, first);
    line.lastMillis = millis(line.bytes, last);
    return close + 2;
  }

  /** The integer that begins at {@code p}. */
  public static long millis(byte[] b, int p) {
    boolean negative = b[p] == '-';
    long value = 0;
    for (int i = negative ? p + 1 : p; b[i] >= '0' && b[i] <= '9'; i++) {
      value = value * 10 + (b[i] - '0');
    }
    return negative ? -value : value;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (char c : "0123456789+-.eEnulIfityNa\"".toCharArray()) {
      kinds[c] = VALUE;
    }
    kinds[','] = COMMA;
    return kinds;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
