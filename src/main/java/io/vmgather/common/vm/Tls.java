package io.vmgather.common.vm;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/** How one connection checks certificates; no setting is shared with another connection. */
final class Tls {
  private Tls() {}

  /**
   * The trust of the system and of {@code certificates} and the host's name checked, or nothing at
   * all. Made when the first connection wants it: reading the trusted certificates takes longer
   * than a short export.
   */
  static TlsSocketStrategy strategy(boolean anyCertificate, Certificates certificates) {
    return new TlsSocketStrategy() {
      private TlsSocketStrategy made;

      @Override
      public SSLSocket upgrade(
          Socket socket, String host, int port, Object attachment, HttpContext context)
          throws IOException {
        return made().upgrade(socket, host, port, attachment, context);
      }

      private synchronized TlsSocketStrategy made() {
        if (made == null) {
          made = make(anyCertificate, certificates);
        }
        return made;
      }
    };
  }

  private static TlsSocketStrategy make(boolean anyCertificate, Certificates certificates) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] shown =
          ClientIdentity.of(certificates).map(one -> new KeyManager[] {one}).orElse(null);
      context.init(
          shown,
          anyCertificate
              ? new TrustManager[] {new AnyCertificate()}
              : trust(Pem.authorities(certificates.ca())),
          null);
      return new DefaultClientTlsStrategy(
          context,
          HostnameVerificationPolicy.CLIENT,
          anyCertificate
              ? NoopHostnameVerifier.INSTANCE
              : HttpsSupport.getDefaultHostnameVerifier());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  /** The system's authorities and more; null for the system's alone. */
  private static TrustManager[] trust(List<X509Certificate> more) throws GeneralSecurityException {
    if (more.isEmpty()) {
      return null;
    }
    try {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(null, null);
      Stream<X509Certificate> known =
          Arrays.stream(factory(null).getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .flatMap(one -> Arrays.stream(((X509TrustManager) one).getAcceptedIssuers()));
      int number = 0;
      for (X509Certificate one : Stream.concat(known, more.stream()).toList()) {
        all.setCertificateEntry("ca" + number++, one);
      }
      return factory(all).getTrustManagers();
    } catch (IOException e) {
      throw new IllegalStateException("An empty key store can't be made", e);
    }
  }

  private static TrustManagerFactory factory(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  /** The extended kind: the JDK wraps the plain one in checks of its own. */
  private static final class AnyCertificate extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
