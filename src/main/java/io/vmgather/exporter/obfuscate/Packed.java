package io.vmgather.exporter.obfuscate;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers and texts in few bytes: seven bits a byte, the lowest first. */
final class Packed {
  private static final int MORE = 0x80;

  private Packed() {}

  /** Any number; small ones that are not negative take one byte. */
  static void write(DataOutput out, long number) throws IOException {
    long rest = number;
    while ((rest & -MORE) != 0) {
      out.writeByte((int) rest | MORE);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long read(DataInput in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.readByte();
      number |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw unreadable();
  }

  /** A number that counts or ranks something. */
  static int readInt(DataInput in) throws IOException {
    long number = read(in);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw unreadable();
    }
    return (int) number;
  }

  /** Each UTF-16 unit by itself, so that lone surrogates come back, too. */
  static void write(DataOutput out, String text) throws IOException {
    write(out, text.length());
    for (int i = 0; i < text.length(); i++) {
      write(out, text.charAt(i));
    }
  }

  static String readText(DataInput in) throws IOException {
    int length = readInt(in);
    StringBuilder text = new StringBuilder(Math.min(length, 1 << 16));
    for (int i = 0; i < length; i++) {
      text.append((char) readInt(in));
    }
    return text.toString();
  }

  static GatherException unreadable() {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED, "the saved names of this export can't be read")
        .hint("Start the export again; this one can't be resumed.");
  }
}
