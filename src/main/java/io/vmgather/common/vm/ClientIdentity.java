package io.vmgather.common.vm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one certificate that this side shows, whichever authorities the server names: the JDK's own
 * manager would show none when the chain's upper part is missing, and the server would only say
 * that none came.
 */
final class ClientIdentity extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final PrivateKey key;
  private final X509Certificate[] chain;

  private ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain.toArray(X509Certificate[]::new);
  }

  /** Empty when nothing is to be shown. */
  static Optional<ClientIdentity> of(Certificates given) {
    if (!given.client()) {
      return Optional.empty();
    }
    return Optional.of(given.clientPkcs12().isEmpty() ? fromPem(given) : fromPkcs12(given));
  }

  private static ClientIdentity fromPem(Certificates given) {
    List<X509Certificate> all = Pem.certificates(given.clientCertificate(), "client_certificate");
    if (all.isEmpty()) {
      throw Pem.refuse("client_certificate", "There is no client certificate to the key")
          .hint("Give it in PEM: it begins with -----BEGIN CERTIFICATE-----.");
    }
    boolean together = given.clientKey().isEmpty();
    String keyText = together ? given.clientCertificate() : given.clientKey();
    PrivateKey key = PrivateKeys.read(keyText, given.clientPassword());
    if (!PrivateKeys.fits(key, all.get(0).getPublicKey())) {
      throw Pem.refuse("client_key", "The key does not belong to the client certificate")
          .hint(
              "Give the key that the certificate was made for; the certificate comes first,"
                  + " then its chain.");
    }
    return new ClientIdentity(key, all);
  }

  private static ClientIdentity fromPkcs12(Certificates given) {
    char[] password = given.clientPassword().toCharArray();
    try {
      byte[] file = Base64.getMimeDecoder().decode(given.clientPkcs12());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          X509Certificate[] chain =
              Arrays.stream(store.getCertificateChain(alias))
                  .map(X509Certificate.class::cast)
                  .toArray(X509Certificate[]::new);
          return new ClientIdentity(key, List.of(chain));
        }
      }
      throw Pem.refuse("client_pkcs12", "There is no private key in the PKCS#12 file");
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      if (e instanceof UnrecoverableKeyException
          || e.getCause() instanceof UnrecoverableKeyException) {
        throw Pem.refuse("client_password", "The password does not open the PKCS#12 file");
      }
      throw Pem.refuse("client_pkcs12", "This is no PKCS#12 file that can be read")
          .hint("Check the file with: openssl pkcs12 -info -noout -in FILE");
    }
  }

  private boolean fits(String type) {
    // The JDK asks for EdDSA where the key says Ed25519 or the other way round.
    String own = key.getAlgorithm();
    return type.equals(own) || (type.startsWith("Ed") && own.startsWith("Ed"));
  }

  private String chosen(String[] types) {
    return Arrays.stream(types).anyMatch(this::fits) ? ALIAS : null;
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return chosen(types);
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return chosen(types);
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return fits(type) ? new String[] {ALIAS} : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return null;
  }
}
