package io.vmgather.exporter.obfuscate;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.Arrays;

/**
 * Where the keys and values stand in a raw {@code metric} object, an object of strings. Made to be
 * parsed into again and again by one thread.
 */
final class MetricLabels {
  private static final int FIELDS = 4;

  private int[] positions = new int[32 * FIELDS];
  private int count;
  private byte[] json = new byte[0];
  private int at;
  private int end;

  /**
   * @throws GatherException BROKEN_ANSWER, naming the fault and its offset but none of the text
   */
  void parse(byte[] buffer, int offset, int length) {
    json = buffer;
    at = offset;
    end = offset + length;
    count = 0;
    expect('{');
    skipSpace();
    if (at < end && json[at] == '}') {
      at++;
    } else {
      members();
    }
    if (at != end) {
      throw broken("something follows its end", at - offset);
    }
  }

  int count() {
    return count;
  }

  String name(int index) {
    return JsonText.decode(json, nameStart(index), nameEnd(index));
  }

  String value(int index) {
    return JsonText.decode(json, valueStart(index), valueEnd(index));
  }

  /** Behind the opening quote. */
  int nameStart(int index) {
    return positions[index * FIELDS];
  }

  /** At the closing quote. */
  int nameEnd(int index) {
    return positions[index * FIELDS + 1];
  }

  int valueStart(int index) {
    return positions[index * FIELDS + 2];
  }

  int valueEnd(int index) {
    return positions[index * FIELDS + 3];
  }

  private void members() {
    do {
      if ((count + 1) * FIELDS > positions.length) {
        positions = Arrays.copyOf(positions, positions.length * 2);
      }
      skipSpace();
      string(count * FIELDS);
      skipSpace();
      expect(':');
      skipSpace();
      string(count * FIELDS + 2);
      count++;
      skipSpace();
    } while (more());
  }

  private boolean more() {
    if (at < end && json[at] == ',') {
      at++;
      return true;
    }
    expect('}');
    return false;
  }

  private void string(int slot) {
    expect('"');
    positions[slot] = at;
    while (at < end && json[at] != '"') {
      if (json[at] == '\\') {
        escape();
      } else if (json[at] >= 0 && json[at] < 0x20) {
        throw broken("a control character stands in a string", at);
      } else {
        at++;
      }
    }
    positions[slot + 1] = at;
    expect('"');
  }

  private void escape() {
    int kind = at + 1 < end ? json[at + 1] : -1;
    int digits = kind == 'u' ? 4 : 0;
    boolean fine = kind > 0 && "\"\\/bfnrtu".indexOf(kind) >= 0 && at + 2 + digits <= end;
    for (int i = at + 2; fine && i < at + 2 + digits; i++) {
      fine = IpShapes.isHex((char) (json[i] & 0xFF));
    }
    if (!fine) {
      throw broken("an escape makes no sense", at);
    }
    at += 2 + digits;
  }

  private void skipSpace() {
    while (at < end && (json[at] == ' ' || json[at] == '\t')) {
      at++;
    }
  }

  private void expect(char wanted) {
    if (at >= end) {
      throw broken("it breaks off", at);
    }
    if (json[at] != wanted) {
      throw broken("'" + wanted + "' is missing", at);
    }
    at++;
  }

  private static GatherException broken(String fault, int position) {
    return new GatherException(
            ErrorCode.BROKEN_ANSWER,
            "the source sent a line whose metric is not an object of strings: "
                + fault
                + " (byte "
                + position
                + ")")
        .hint("See the logs of VictoriaMetrics and of the proxies on the way, then resume.");
  }
}
