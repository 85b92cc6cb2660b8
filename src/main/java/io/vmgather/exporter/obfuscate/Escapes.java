package io.vmgather.exporter.obfuscate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Ways in which text hides inside text: what is found behind them is replaced there, too. */
enum Escapes {
  /** {@code http%3A%2F%2Fhost}; also {@code +} for a space. */
  PERCENT {
    @Override
    boolean mayBeIn(String text) {
      return text.indexOf('%') >= 0 || text.indexOf('+') >= 0;
    }

    @Override
    String decode(String text) {
      StringBuilder out = new StringBuilder(text.length());
      for (int at = 0; at < text.length(); ) {
        if (hexPair(text, at)) {
          at = appendBytes(text, at, out);
        } else {
          out.append(text.charAt(at) == '+' ? ' ' : text.charAt(at));
          at++;
        }
      }
      return out.toString();
    }

    @Override
    String encode(String plain) {
      StringBuilder out = new StringBuilder(plain.length() * 2);
      for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
        if (Words.isDigit((char) b) || Words.isAsciiLetter((char) b) || "-._~".indexOf(b) >= 0) {
          out.append((char) b);
        } else {
          out.append(String.format("%%%02X", b & 0xFF));
        }
      }
      return out.toString();
    }
  },

  /** JSON and Go strings, regular expressions: {@code \n}, {@code 10\.0\.0\.5}. */
  BACKSLASH {
    @Override
    boolean mayBeIn(String text) {
      return text.indexOf('\\') >= 0;
    }

    @Override
    String decode(String text) {
      StringBuilder out = new StringBuilder(text.length());
      for (int at = 0; at < text.length(); ) {
        char c = text.charAt(at);
        if (c != '\\' || at + 1 == text.length()) {
          out.append(c);
          at++;
        } else if (numeric(text, at) > 0) {
          int digits = numeric(text, at);
          out.append((char) Integer.parseInt(text, at + 2, at + 2 + digits, 16));
          at += 2 + digits;
        } else {
          char next = text.charAt(at + 1);
          out.append("nrtbfasdwQE".indexOf(next) >= 0 ? ' ' : next);
          at += 2;
        }
      }
      return out.toString();
    }

    @Override
    String encode(String plain) {
      return plain.replace("\\", "\\\\").replace("\"", "\\\"");
    }
  },

  /** Character references: pages and XML in a label. */
  ENTITY {
    @Override
    boolean mayBeIn(String text) {
      int start = text.indexOf('&');
      return start >= 0 && text.indexOf(';', start) > 0;
    }

    @Override
    String decode(String text) {
      return Entities.decode(text);
    }

    @Override
    String encode(String plain) {
      return plain.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
  };

  private static final int DEEPEST = 3;

  abstract boolean mayBeIn(String text);

  abstract String decode(String text);

  abstract String encode(String plain);

  static boolean mayBeInside(String text) {
    return PERCENT.mayBeIn(text) || BACKSLASH.mayBeIn(text) || ENTITY.mayBeIn(text);
  }

  /** Applies a change behind the escapes, several layers deep; unchanged text stays as it is. */
  String inside(String text, UnaryOperator<String> change) {
    return inside(text, change, DEEPEST);
  }

  private String inside(String text, UnaryOperator<String> change, int depth) {
    if (depth == 0 || !mayBeIn(text)) {
      return text;
    }
    String plain = decode(text);
    if (plain.equals(text)) {
      return text;
    }
    String changed = plain;
    for (Escapes next : values()) {
      changed = next.inside(changed, change, depth - 1);
    }
    changed = change.apply(changed);
    if (changed.equals(plain)) {
      return text;
    }
    // Where the escapes hide no part of an original the writer's own form of them can stay.
    String direct = change.apply(text);
    return decode(direct).equals(changed) ? direct : encode(changed);
  }

  private static boolean hexPair(String text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && IpShapes.isHex(text.charAt(at + 1))
        && IpShapes.isHex(text.charAt(at + 2));
  }

  private static int appendBytes(String text, int from, StringBuilder out) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = from;
    while (at < text.length() && hexPair(text, at)) {
      bytes.write(Integer.parseInt(text, at + 1, at + 3, 16));
      at += 3;
    }
    out.append(bytes.toString(StandardCharsets.UTF_8));
    return at;
  }

  /** How many hexadecimal digits follow the backslash and its letter: 4, 2 or 0. */
  private static int numeric(String text, int at) {
    char kind = text.charAt(at + 1);
    int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
    for (int i = at + 2; i < at + 2 + digits; i++) {
      if (i >= text.length() || !IpShapes.isHex(text.charAt(i))) {
        return 0;
      }
    }
    return digits;
  }
}
