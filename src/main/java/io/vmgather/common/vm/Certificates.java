package io.vmgather.common.vm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Certificates beside those of the system. Absent texts are empty. Never answered and never written
 * to disk.
 *
 * @param clientCertificate what this side shows: PEM, with its chain where there is one; may hold
 *     the key too
 * @param clientKey its private key: PEM, PKCS#8
 * @param clientPkcs12 both in one PKCS#12 file, in Base64, instead of the two above
 * @param clientPassword of an encrypted key or PKCS#12 file
 * @param ca certificates of authorities that are trusted on this connection: PEM
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Certificates(
    @JsonProperty("client_certificate") String clientCertificate,
    @JsonProperty("client_key") String clientKey,
    @JsonProperty("client_pkcs12") String clientPkcs12,
    @JsonProperty("client_password") String clientPassword,
    @JsonProperty("ca") String ca) {
  public static final Certificates NONE = new Certificates("", "", "", "", "");

  private static final int MAX_FILE = 1024 * 1024;

  public Certificates {
    clientCertificate = orEmpty(clientCertificate).strip();
    clientKey = orEmpty(clientKey).strip();
    clientPkcs12 = orEmpty(clientPkcs12).strip();
    clientPassword = orEmpty(clientPassword);
    ca = orEmpty(ca).strip();
  }

  /**
   * Those in files; each may be null.
   *
   * @param certificate PEM or PKCS#12
   * @throws GatherException FILE_ACCESS; INVALID_INPUT for a file that is far too long
   */
  public static Certificates read(Path certificate, Path key, String password, Path ca) {
    byte[] shown = bytes(certificate);
    String text = new String(shown, StandardCharsets.ISO_8859_1);
    boolean pem = shown.length == 0 || text.contains("-----BEGIN ");
    return new Certificates(
        pem ? text : "",
        new String(bytes(key), StandardCharsets.ISO_8859_1),
        pem ? "" : Base64.getEncoder().encodeToString(shown),
        password,
        new String(bytes(ca), StandardCharsets.ISO_8859_1));
  }

  /** Whether this side has something to show. */
  public boolean client() {
    return !clientCertificate.isEmpty() || !clientKey.isEmpty() || !clientPkcs12.isEmpty();
  }

  /**
   * This, when connections can be made with it.
   *
   * @throws GatherException INVALID_INPUT at the part that can't be used
   */
  public Certificates checked() {
    ClientIdentity.of(this);
    Pem.authorities(ca);
    return this;
  }

  /** This, with the other's client certificate where this has none, and the authorities of both. */
  Certificates or(Certificates other) {
    Certificates own = client() ? this : other;
    return new Certificates(
        own.clientCertificate,
        own.clientKey,
        own.clientPkcs12,
        own.clientPassword,
        ca + "\n" + other.ca);
  }

  /** Nothing of what it holds. */
  @Override
  public String toString() {
    return "Certificates[" + (client() ? "client" : "") + (ca.isEmpty() ? "" : " ca") + "]";
  }

  private static byte[] bytes(Path file) {
    if (file == null) {
      return new byte[0];
    }
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new GatherException(
            ErrorCode.INVALID_INPUT, file + " is no certificate or key: it is too long");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileFailure.of(e, "reading a certificate or key", file);
    }
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
