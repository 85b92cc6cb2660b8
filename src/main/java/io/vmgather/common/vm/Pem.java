package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in the text form of RFC 7468; other text between is passed over. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+)-----END ([A-Z0-9 ]+)-----");

  private Pem() {}

  /** One block: its label, such as {@code PRIVATE KEY}, and its content in Base64. */
  record Block(String label, String base64) {
    byte[] bytes(String field) {
      try {
        return Base64.getMimeDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        throw refuse(field, "The " + label + " is no Base64");
      }
    }
  }

  static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /** The certificates of authorities; none for an empty text. */
  static List<X509Certificate> authorities(String text) {
    List<X509Certificate> found = certificates(text, "ca");
    if (found.isEmpty() && !text.isBlank()) {
      throw refuse("ca", "There is no certificate in the text of the authority")
          .hint("Give it in PEM: it begins with -----BEGIN CERTIFICATE-----.");
    }
    return found;
  }

  static List<X509Certificate> certificates(String text, String field) {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label().endsWith("CERTIFICATE")) {
        found.add(certificate(block.bytes(field), field));
      }
    }
    return found;
  }

  private static X509Certificate certificate(byte[] der, String field) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw refuse(field, "A certificate can't be read: " + e.getMessage());
    }
  }

  static GatherException refuse(String part, String message) {
    return new GatherException(ErrorCode.INVALID_INPUT, message).at("connection.tls." + part);
  }
}
