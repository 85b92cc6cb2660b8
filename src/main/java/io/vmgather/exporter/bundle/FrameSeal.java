package io.vmgather.exporter.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the frames of one file with AES-256-GCM, so that none can be read, changed, moved or
 * taken from another job's file without the key. Not thread-safe.
 */
final class FrameSeal {
  static final int SALT_BYTES = 16;
  static final int CHECK_BYTES = 16;

  /** What a sealed frame is longer than its content. */
  static final int OVERHEAD_BYTES = 12 + 16;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec frames;
  private final byte[] check;
  private final byte[] job;

  /**
   * @param key 256 secret bits; those of the frames are derived, other ones for each file
   * @param salt of the file, {@link #SALT_BYTES}
   */
  FrameSeal(byte[] key, byte[] salt, String jobId) {
    job = jobId.getBytes(StandardCharsets.UTF_8);
    frames = new SecretKeySpec(derived(key, "frames", salt), "AES");
    check = Arrays.copyOf(derived(key, "check", salt), CHECK_BYTES);
  }

  static byte[] newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  /** Tells a wrong key from a damaged frame; says nothing about the key. */
  byte[] check() {
    return check.clone();
  }

  /** Nonce, ciphertext and tag. */
  byte[] seal(byte[] plain, int length, int frame) {
    try {
      // Random, not counted: a frame that a crash cut off is written again with other content.
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, frame);
      byte[] sealed = Arrays.copyOf(nonce, OVERHEAD_BYTES + length);
      cipher.doFinal(plain, 0, length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /**
   * @throws GeneralSecurityException when it is not what {@link #seal} made for this frame
   */
  byte[] open(byte[] sealed, int frame) throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), frame);
    return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce, int frame) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, frames, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(job);
    cipher.updateAAD(ByteBuffer.allocate(Integer.BYTES).putInt(0, frame));
    return cipher;
  }

  private byte[] derived(byte[] key, String purpose, byte[] salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      text.writeBytes(("vmgather sealed " + purpose + " ").getBytes(StandardCharsets.UTF_8));
      text.writeBytes(salt);
      text.writeBytes(job);
      return mac.doFinal(text.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
