package io.vmgather.launcher.server;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** What a client of an open server has to know. {@code toString} shows nothing of it. */
public final class AccessToken {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~-]{16,256}");

  private final String text;
  private final AtomicReference<String> once = new AtomicReference<>();

  private AccessToken(String text) {
    this.text = text;
  }

  static AccessToken random() {
    return new AccessToken(randomText());
  }

  /**
   * A token that the user chose: 16 to 256 of the characters that a URL takes as they are.
   *
   * @throws GatherException INVALID_INPUT
   */
  static AccessToken given(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "VMGATHER_ACCESS_TOKEN is too short, or not plain text")
          .hint("Give 16 to 256 letters, digits, dots, dashes, tildes and underscores.");
    }
    return new AccessToken(text);
  }

  /** For the line that a person reads, and for the cookie. */
  String text() {
    return text;
  }

  /** A text that {@link #redeem} takes once: other users can read the command line it stands in. */
  String singleUse() {
    String code = randomText();
    once.set(code);
    return code;
  }

  /** Takes as long for a wrong text as for the right one. */
  boolean matches(String offered) {
    return same(text, offered);
  }

  /** Whether this is the token, or the single-use text, which then is used up. */
  boolean redeem(String offered) {
    String code = once.get();
    return matches(offered)
        || (code != null && same(code, offered) && once.compareAndSet(code, null));
  }

  private static boolean same(String right, String offered) {
    return MessageDigest.isEqual(
        right.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }

  private static String randomText() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  @Override
  public String toString() {
    return "AccessToken";
  }
}
