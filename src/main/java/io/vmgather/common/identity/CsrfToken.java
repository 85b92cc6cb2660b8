package io.vmgather.common.identity;

import io.vmgather.common.Owner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a page of ours knows and a page of somebody else's can't: a user's browser may be made to
 * send a request with its session, but not to read our answers. One for each user, as long as the
 * application runs; nothing is kept for it. Any thread.
 */
public final class CsrfToken {
  /** The request header that brings it. */
  public static final String HEADER = "X-CSRF-Token";

  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  public CsrfToken() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, MAC);
  }

  /** The token of a user; of those who did not sign in, too. */
  public String of(Owner owner) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(owner.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes as long for a wrong text as for the right one; null is a wrong one. */
  public boolean matches(Owner owner, String offered) {
    return offered != null
        && MessageDigest.isEqual(
            of(owner).getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }
}
