package io.vmgather.common.vm;

import io.vmgather.common.GatherException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in PEM: PKCS#8, which the JDK reads, plain or encrypted. */
final class PrivateKeys {
  private static final String FIELD = "client_key";
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

  private PrivateKeys() {}

  static PrivateKey read(String text, String password) {
    Pem.Block block =
        Pem.blocks(text).stream()
            .filter(found -> found.label().endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(PrivateKeys::missing);
    byte[] content =
        switch (block.label()) {
          case "PRIVATE KEY" -> block.bytes(FIELD);
          case "ENCRYPTED PRIVATE KEY" -> null;
          default -> throw otherForm(block.label());
        };
    return parsed(content == null ? opened(block.bytes(FIELD), password) : spec(content));
  }

  /** Whether what one signs the other confirms. */
  static boolean fits(PrivateKey secret, PublicKey open) {
    String signing =
        switch (secret.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    try {
      byte[] text = {1, 2, 3};
      Signature signature = Signature.getInstance(signing);
      signature.initSign(secret);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException other) {
      return false;
    }
  }

  private static PKCS8EncodedKeySpec spec(byte[] der) {
    return new PKCS8EncodedKeySpec(der);
  }

  private static PKCS8EncodedKeySpec opened(byte[] der, String password) {
    if (password.isEmpty()) {
      throw Pem.refuse(
          "client_password", "The client's key is encrypted, and there is no password");
    }
    try {
      EncryptedPrivateKeyInfo sealed = new EncryptedPrivateKeyInfo(der);
      // For PBES2 only the parameters tell the algorithm, in their text.
      String name =
          sealed.getAlgName().equals("PBES2") || sealed.getAlgName().startsWith("1.2")
              ? sealed.getAlgParameters().toString()
              : sealed.getAlgName();
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password.toCharArray())),
          sealed.getAlgParameters());
      return sealed.getKeySpec(cipher);
    } catch (IOException | GeneralSecurityException e) {
      throw Pem.refuse("client_password", "The password does not open the client's key")
          .hint("Or write the key anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW");
    }
  }

  private static PrivateKey parsed(PKCS8EncodedKeySpec spec) {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (GeneralSecurityException notThis) {
        // The next kind may be it.
      }
    }
    throw Pem.refuse(FIELD, "The client's key can't be read")
        .hint("Keys may be RSA, EC, Ed25519 or Ed448, in PKCS#8.");
  }

  private static GatherException missing() {
    return Pem.refuse(FIELD, "There is no private key to the client certificate")
        .hint("Give it in PEM: it begins with -----BEGIN PRIVATE KEY-----.");
  }

  private static GatherException otherForm(String label) {
    return Pem.refuse(FIELD, "The client's key is in another form than PKCS#8: " + label)
        .hint("Convert it: openssl pkcs8 -topk8 -nocrypt -in OLD.key -out NEW.key");
  }
}
