package io.vmgather.exporter.bundle;

/**
 * CRC-32 of blocks put behind each other, from their own CRCs: workers compute those in parallel,
 * and a sum can be put back to an earlier value, which {@link java.util.zip.CRC32} can't.
 */
final class Crc32Sum {
  /** The reversed polynomial of CRC-32 (ISO 3309). */
  private static final int POLYNOMIAL = 0xEDB88320;

  private Crc32Sum() {}

  /**
   * The CRC of {@code first} followed by {@code second}.
   *
   * @param secondLength bytes of the second part
   */
  static long join(long first, long second, long secondLength) {
    // Appending n zero bytes multiplies by x^(8n) modulo the polynomial. Source: zlib's
    // crc32_combine, here by square and multiply.
    int power = powerOfX(8 * secondLength);
    return (multiply(power, (int) first) ^ (int) second) & 0xFFFFFFFFL;
  }

  private static int powerOfX(long exponent) {
    int result = 1 << 31;
    int square = 1 << 30;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result = multiply(result, square);
      }
      square = multiply(square, square);
    }
    return result;
  }

  /** Product modulo the polynomial; bit 31 is the coefficient of x^0. */
  private static int multiply(int left, int right) {
    int product = 0;
    int shifted = right;
    for (int bit = 31; bit >= 0; bit--) {
      if ((left >>> bit & 1) != 0) {
        product ^= shifted;
      }
      shifted = (shifted >>> 1) ^ ((shifted & 1) != 0 ? POLYNOMIAL : 0);
    }
    return product;
  }
}
