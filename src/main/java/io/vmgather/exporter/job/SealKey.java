package io.vmgather.exporter.job;

import io.vmgather.common.GatherException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * 256 random bits that seal what a resume needs. The client keeps it; it never comes to lie on the
 * exporter's disk.
 */
public final class SealKey {
  private static final int BYTES = 32;

  private final byte[] bytes;

  private SealKey(byte[] bytes) {
    this.bytes = bytes;
  }

  public static SealKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SealKey(bytes);
  }

  /**
   * Reads a key back.
   *
   * @param text what {@link #text} gave
   * @throws GatherException INVALID_INPUT at {@code resume_token}
   */
  public static SealKey parse(String text) {
    try {
      return of(Base64.getUrlDecoder().decode(text == null ? "" : text));
    } catch (IllegalArgumentException e) {
      throw ResumeTicket.notOurs(e);
    }
  }

  static SealKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw ResumeTicket.notOurs(null);
    }
    return new SealKey(bytes.clone());
  }

  /** The key in base64url: a secret. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealKey key && MessageDigest.isEqual(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SealKey[]";
  }
}
