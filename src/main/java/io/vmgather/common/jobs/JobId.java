package io.vmgather.common.jobs;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Ids of jobs: 128 random bits as 32 hexadecimal digits. */
public final class JobId {
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private JobId() {}

  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  /** The id for a message; a text that is none may be anything. */
  public static String shown(String text) {
    return is(text) ? text : "of that id";
  }
}
