package io.vmgather.common.vm;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Takes credentials and control characters out of texts that people will see. */
final class Redaction {
  // Up to the last @ of all: a password may hold any sign, those that end a host included.
  private static final Pattern USER_INFO =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:/+)?.*@", Pattern.DOTALL);
  private static final Pattern QUERY = Pattern.compile("[?#].*$", Pattern.DOTALL);
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]+");

  private final List<String> secrets;

  Redaction(Auth auth) {
    secrets = new CopyOnWriteArrayList<>(auth.secrets());
  }

  /** The address without {@code user:password@} and without its query, which may hold a key. */
  static String withoutUserInfo(String url) {
    String bare = USER_INFO.matcher(url).replaceFirst("$1");
    return QUERY.matcher(bare).replaceFirst("");
  }

  /** One more that is not shown. */
  void hide(String secret) {
    secrets.add(0, secret);
  }

  /** A server's text made fit for one line of a message: no secret, no control character. */
  String clean(String text) {
    String safe = text;
    for (String secret : secrets) {
      safe = safe.replace(secret, "***");
    }
    return CONTROL.matcher(safe).replaceAll(" ").strip();
  }
}
