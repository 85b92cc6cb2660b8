package io.vmgather.common.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes of a line at once, as one number. Most of an export is digits and commas;
 * one by one they cost more than everything else that is done to them but deflating.
 */
final class EightBytes {
  private static final VarHandle AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x7F * EACH;
  private static final long HIGH_HALVES = 0xF0F0F0F0F0F0F0F0L;
  private static final long ZEROS = '0' * EACH;
  private static final long COMMAS = ',' * EACH;
  // In ASCII the signs of plain numbers, + , - . / 0 to 9, stand in one row.
  private static final long FIRST_SIGN = '+' * EACH;
  private static final long LAST_SIGN = '9' * EACH;
  private static final long SEVEN_BYTES = 0x00FFFFFFFFFFFFFFL;

  private EightBytes() {}

  static long at(byte[] b, int p) {
    return (long) AT.get(b, p);
  }

  /** Whether all eight are digits. */
  static boolean digits(long eight) {
    // A digit's high half is 3, and stays 3 when 6 is added.
    return (((eight & HIGH_HALVES) ^ ZEROS) | (((eight + 6 * EACH) & HIGH_HALVES) ^ ZEROS)) == 0;
  }

  /** Whether the first seven are digits and the eighth is a comma. */
  static boolean sevenDigitsAndComma(long eight) {
    return (eight >>> 56) == ',' && digits((eight & SEVEN_BYTES) | ((long) '0' << 56));
  }

  /** Whether all eight can stand in a list of plain numbers; infinities and null can't. */
  static boolean plainNumbers(long eight) {
    return (((eight - FIRST_SIGN) | (LAST_SIGN - eight) | eight) & HIGH_BITS) == 0;
  }

  /** How many of the eight are commas. */
  static int commas(long eight) {
    long difference = eight ^ COMMAS;
    long same = ~(((difference & LOW_BITS) + LOW_BITS) | difference | LOW_BITS);
    return (int) (((same >>> 7) * EACH) >>> 56);
  }
}
