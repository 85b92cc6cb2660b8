package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Texts that must not be found: secrets nowhere, originals of hidden labels nowhere but where their
 * owner asks for them. Searched as bytes, also in the forms that they take on the way.
 */
final class Canaries {
  static final String USER = "canary-user-5f1";

  /** Accepted by nobody, or by servers that ask for nothing. */
  static final String PASSWORD = "canary-Password-77e0";

  static final String HEADER = "canary-Header-91c4";
  static final String TOKEN = "canary-Token-3ab8";

  /** Percent-encoded in an address, where it ends neither the user nor the host. */
  static final String IN_URL = "canary/In@Url-62d9";

  static final String HOST = "canary-host-8d2.corp";
  static final String JOB = "canary-job-4e7";
  static final String POD = "canary-pod-1f9";

  private final List<String> secrets = new ArrayList<>();
  private final List<String> originals = List.of(HOST, JOB, POD);

  Canaries() {
    for (String secret : List.of(PASSWORD, HEADER, TOKEN, IN_URL)) {
      secret(secret);
      pair(USER, secret);
    }
  }

  /** One more that must not be found. */
  void secret(String text) {
    secrets.add(text);
    secrets.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
    secrets.add(text.replace("/", "\\/"));
  }

  /** As basic sign-in sends it; without the end, which depends on what follows. */
  void pair(String user, String password) {
    String both =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    secrets.add(both.replaceFirst("..?=*$", ""));
  }

  /** Neither secrets nor originals. */
  void assertNone(String where, byte[] content) {
    assertNone(where, content, originals);
    assertNoSecret(where, content);
  }

  /** Nor the name that was signed in with: for what stays, or goes to others. */
  void assertNothingKept(String where, byte[] content) {
    assertNone(where, content);
    assertNone(where, content, List.of(USER));
  }

  /** Where originals are what was asked for. */
  void assertNoSecret(String where, byte[] content) {
    assertNone(where, content, secrets);
  }

  private static void assertNone(String where, byte[] content, List<String> texts) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    assertThat(texts.stream().filter(text::contains).toList())
        .as(() -> where + ": " + (text.length() > 3000 ? text.substring(0, 3000) : text))
        .isEmpty();
  }
}
