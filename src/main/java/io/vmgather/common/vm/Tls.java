package io.vmgather.common.vm;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
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
   * The system's trust and the host's name checked, or nothing at all. Made when the first
   * connection wants it: reading the trusted certificates takes longer than a short export.
   */
  static TlsSocketStrategy strategy(boolean anyCertificate) {
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
          made = make(anyCertificate);
        }
        return made;
      }
    };
  }

  private static TlsSocketStrategy make(boolean anyCertificate) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, anyCertificate ? new TrustManager[] {new AnyCertificate()} : null, null);
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
