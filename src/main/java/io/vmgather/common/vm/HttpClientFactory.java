package io.vmgather.common.vm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the client of a {@link Transport}: its connections, time-outs, and what it leaves alone.
 */
final class HttpClientFactory {
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_CONNECTIONS = 8;

  private HttpClientFactory() {}

  /**
   * @param resolver asked for the proxy's addresses where there is one
   * @param tunnels whether the proxy sees no more than a host
   */
  static CloseableHttpClient make(
      TlsSocketStrategy tls,
      Timeouts timeouts,
      HostResolver resolver,
      OutgoingProxy proxy,
      boolean tunnels) {
    HttpClientBuilder builder = client(pool(tls, timeouts, resolver), timeouts);
    if (!proxy.host().isEmpty()) {
      HttpHost host = new HttpHost("http", proxy.host(), proxy.port());
      builder.setProxy(host);
      if (!tunnels) {
        // tinyproxy 1.11 closes after each answer of HTTP/1.1 without saying so.
        builder.setConnectionReuseStrategy((request, answer, context) -> false);
      }
      if (!proxy.user().isEmpty()) {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
            new AuthScope(host),
            new UsernamePasswordCredentials(proxy.user(), proxy.password().toCharArray()));
        builder.setDefaultCredentialsProvider(credentials);
      }
    }
    return builder.build();
  }

  private static HttpClientBuilder client(
      PoolingHttpClientConnectionManager pool, Timeouts timeouts) {
    return HttpClients.custom()
        .setConnectionManager(pool)
        .setRequestExecutor(new StallingExecutor(timeouts.stall()))
        .setDefaultRequestConfig(patience(timeouts.firstByte()))
        // Security: a redirect would carry the request to a host that nobody checked.
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableCookieManagement()
        .disableContentCompression()
        .disableConnectionState();
  }

  static RequestConfig patience(Duration firstByte) {
    return RequestConfig.custom()
        .setResponseTimeout(Timeout.of(firstByte))
        .setConnectionRequestTimeout(Timeout.of(firstByte))
        .build();
  }

  private static PoolingHttpClientConnectionManager pool(
      TlsSocketStrategy tls, Timeouts timeouts, HostResolver resolver) {
    // The buffer's size is how much one read of the socket takes; larger reads bypass it.
    Http1Config http1 = Http1Config.custom().setBufferSize(BUFFER).build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(http1).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(timeouts.connect()))
                .setSocketTimeout(Timeout.of(timeouts.firstByte()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build())
        .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
        .setTlsSocketStrategy(tls)
        .setDnsResolver(new PinnedResolver(resolver))
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .build();
  }

  /** The library's view of a {@link HostResolver}. */
  private record PinnedResolver(HostResolver resolver) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return resolver.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
