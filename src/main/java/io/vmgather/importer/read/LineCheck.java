package io.vmgather.importer.read;

import io.vmgather.common.line.ExportLine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * What {@link io.vmgather.common.line.LineParser} leaves open, and VictoriaMetrics looks at: labels
 * that are pairs of texts, and values that are values. Source: VictoriaMetrics
 * lib/protoparser/vmimport.
 */
final class LineCheck {
  /** VictoriaMetrics takes 40 labels of 4 KiB, unless it is told otherwise. */
  private static final int MOST_LABEL_BYTES = 1024 * 1024;

  /** No double needs more; VictoriaMetrics writes 24 at most. */
  private static final int MOST_NUMBER_BYTES = 400;

  private static final String[] WORDS = {"null", "\"Infinity\"", "\"-Infinity\"", "\"NaN\""};

  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  /** Why the line would be skipped; empty when it would not. */
  String problem(ExportLine line) {
    byte[] b = line.bytes();
    if (line.labelsEnd() - line.labelsStart() > MOST_LABEL_BYTES) {
      return "Its labels are longer than " + MOST_LABEL_BYTES + " bytes";
    }
    if (line.labelsEnd() - line.labelsStart() == 2) {
      return "It has no labels";
    }
    if (!labels(b, line.labelsStart(), line.labelsEnd())) {
      return "Its labels are no pairs of texts";
    }
    if (!isUtf8(b, line.labelsStart(), line.labelsEnd())) {
      return "Its labels are not UTF-8";
    }
    int wrong = wrongValue(b, line.valuesStart(), line.valuesEnd());
    return wrong == 0 ? "" : "Value " + wrong + " is no number";
  }

  private static boolean labels(byte[] b, int from, int to) {
    int p = from + 1;
    if (b[p] == '}') {
      return p + 1 == to;
    }
    while (p < to) {
      p = text(b, p, to);
      if (p < 0 || b[p] != ':') {
        return false;
      }
      p = text(b, p + 1, to);
      if (p < 0) {
        return false;
      }
      if (b[p] == '}') {
        return p + 1 == to;
      }
      if (b[p] != ',') {
        return false;
      }
      p++;
    }
    return false;
  }

  /** Behind the text that begins at {@code p}, or -1. */
  private static int text(byte[] b, int p, int to) {
    if (p >= to || b[p] != '"') {
      return -1;
    }
    for (int i = p + 1; i < to; i++) {
      byte c = b[i];
      if (c == '"') {
        return i + 1 < to ? i + 1 : -1;
      }
      if (c == '\\') {
        i += escape(b, i + 1, to);
      } else if (c >= 0 && c < ' ') {
        return -1;
      }
    }
    return -1;
  }

  /** How many bytes belong to the escape behind the backslash; beyond the end when it is wrong. */
  private static int escape(byte[] b, int p, int to) {
    if (p < to && "\"\\/bfnrt".indexOf(b[p]) >= 0) {
      return 1;
    }
    if (p + 4 < to && b[p] == 'u') {
      for (int i = p + 1; i <= p + 4; i++) {
        if (Character.digit(b[i], 16) < 0) {
          return to;
        }
      }
      return 5;
    }
    return to;
  }

  private boolean isUtf8(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] >= 0) {
      i++;
    }
    if (i == to) {
      return true;
    }
    try {
      utf8.decode(ByteBuffer.wrap(b, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Which value, from 1, is none; 0 when all are. */
  private static int wrongValue(byte[] b, int from, int to) {
    int p = from;
    for (int count = 1; ; count++) {
      int begin = p;
      p = value(b, p, to);
      if (p < 0 || p - begin > MOST_NUMBER_BYTES) {
        return count;
      }
      if (p == to) {
        return 0;
      }
      if (b[p] != ',') {
        return count;
      }
      p++;
    }
  }

  private static int value(byte[] b, int from, int to) {
    int p = from;
    if (p < to && b[p] == '-') {
      p++;
    }
    int digits = digits(b, p, to);
    if (digits == p) {
      return word(b, from, to);
    }
    p = digits;
    if (p < to && b[p] == '.') {
      digits = digits(b, p + 1, to);
      if (digits == p + 1) {
        return -1;
      }
      p = digits;
    }
    if (p < to && (b[p] == 'e' || b[p] == 'E')) {
      p++;
      if (p < to && (b[p] == '+' || b[p] == '-')) {
        p++;
      }
      digits = digits(b, p, to);
      return digits == p ? -1 : digits;
    }
    return p;
  }

  private static int digits(byte[] b, int from, int to) {
    int p = from;
    while (p < to && b[p] >= '0' && b[p] <= '9') {
      p++;
    }
    return p;
  }

  private static int word(byte[] b, int from, int to) {
    for (String word : WORDS) {
      int length = word.length();
      if (to - from >= length) {
        int i = 0;
        while (i < length && b[from + i] == word.charAt(i)) {
          i++;
        }
        if (i == length) {
          return from + length;
        }
      }
    }
    return -1;
  }
}
