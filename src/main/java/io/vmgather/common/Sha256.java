package io.vmgather.common;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum that bundles, staging files and downloads carry. */
public final class Sha256 {
  private Sha256() {}

  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
