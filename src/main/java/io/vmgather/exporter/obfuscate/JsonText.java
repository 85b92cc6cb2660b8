package io.vmgather.exporter.obfuscate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The inside of a JSON string: bytes to text and back. Bytes that are no UTF-8 become the lone
 * surrogates U+DC80 to U+DCFF and come back as they were, so that distinct values stay distinct.
 */
final class JsonText {
  private static final int RAW_BYTE = 0xDC00;

  private JsonText() {}

  /** Decodes {@code [from, to)}, whose escapes {@link MetricLabels} has checked. */
  static String decode(byte[] json, int from, int to) {
    boolean plain = true;
    for (int i = from; i < to && plain; i++) {
      plain = json[i] >= 0 && json[i] != '\\';
    }
    return plain
        ? new String(json, from, to - from, StandardCharsets.ISO_8859_1)
        : decodeSlowly(json, from, to);
  }

  /** Appends the text with the escapes that JSON demands. */
  static void encode(String text, ByteArrayOutputStream out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        encodeAscii(c, out);
      } else if (c < 0x800) {
        out.write(0xC0 | (c >> 6));
        out.write(0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        encodePair(Character.toCodePoint(c, text.charAt(++i)), out);
      } else if (c >= RAW_BYTE + 0x80 && c <= RAW_BYTE + 0xFF) {
        out.write(c & 0xFF);
      } else if (Character.isSurrogate(c)) {
        escape(c, out);
      } else {
        out.write(0xE0 | (c >> 12));
        out.write(0x80 | ((c >> 6) & 0x3F));
        out.write(0x80 | (c & 0x3F));
      }
    }
  }

  private static String decodeSlowly(byte[] json, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    for (int at = from; at < to; ) {
      byte b = json[at];
      if (b == '\\') {
        text.append(unescape(json, at));
        at += json[at + 1] == 'u' ? 6 : 2;
      } else if (b >= 0) {
        text.append((char) b);
        at++;
      } else {
        int length = sequenceLength(json, at, to);
        if (length == 1) {
          text.append((char) (RAW_BYTE | (b & 0xFF)));
        } else {
          text.append(new String(json, at, length, StandardCharsets.UTF_8));
        }
        at += length;
      }
    }
    return text.toString();
  }

  private static char unescape(byte[] json, int at) {
    char kind = (char) json[at + 1];
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' ->
          (char) Integer.parseInt(new String(json, at + 2, 4, StandardCharsets.ISO_8859_1), 16);
      default -> kind;
    };
  }

  /** Bytes of the well-formed UTF-8 sequence here; 1 for a byte that begins none. */
  private static int sequenceLength(byte[] json, int at, int to) {
    int first = json[at] & 0xFF;
    int length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
    if (at + length > to) {
      return 1;
    }
    for (int i = 1; i < length; i++) {
      if ((json[at + i] & 0xC0) != 0x80) {
        return 1;
      }
    }
    int second = length > 2 ? json[at + 1] & 0xFF : 0x80;
    boolean illegal =
        (first == 0xE0 && second < 0xA0)
            || (first == 0xED && second > 0x9F)
            || (first == 0xF0 && second < 0x90)
            || (first == 0xF4 && second > 0x8F);
    return illegal ? 1 : length;
  }

  private static void encodeAscii(char c, ByteArrayOutputStream out) {
    if (c == '"' || c == '\\') {
      out.write('\\');
      out.write(c);
    } else if (c < 0x20) {
      escape(c, out);
    } else {
      out.write(c);
    }
  }

  private static void encodePair(int code, ByteArrayOutputStream out) {
    out.write(0xF0 | (code >> 18));
    out.write(0x80 | ((code >> 12) & 0x3F));
    out.write(0x80 | ((code >> 6) & 0x3F));
    out.write(0x80 | (code & 0x3F));
  }

  private static void escape(char c, ByteArrayOutputStream out) {
    byte[] escaped = String.format("\\u%04x", (int) c).getBytes(StandardCharsets.US_ASCII);
    out.write(escaped, 0, escaped.length);
  }
}
