package io.vmgather.exporter.obfuscate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a bundle says of an original: its HMAC-SHA-256 under a key that stays with the customer.
 * Without the key a list of all addresses does not reverse it. Not thread-safe.
 */
public final class OriginalDigest {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  private OriginalDigest(Mac mac) {
    this.mac = mac;
  }

  /**
   * Digests under a key.
   *
   * @param keyHex 64 hexadecimal digits
   */
  public static OriginalDigest withKey(String keyHex) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(keyHex), ALGORITHM));
      return new OriginalDigest(mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  /** 64 hexadecimal digits. */
  public String of(String original) {
    return HexFormat.of().formatHex(mac.doFinal(original.getBytes(StandardCharsets.UTF_8)));
  }
}
