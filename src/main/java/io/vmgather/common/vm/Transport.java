package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections to one server and what goes over them. Any thread. */
final class Transport implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_CONNECTIONS = 8;
  private static final int ERROR_TEXT = 2 * 1024;

  private final HttpHost host;
  private final String server;
  private final Auth auth;
  private final Redaction redaction;
  private final Timeouts timeouts;
  private final boolean compressed;
  private final CloseableHttpClient client;

  /** {@code auth} is the connection's, or stood in its address. */
  Transport(HttpHost host, Auth auth, Connection connection, VmClient.Settings settings) {
    this.host = host;
    this.server = host.getHostName() + ":" + portOf(host);
    this.auth = auth;
    this.redaction = new Redaction(auth);
    this.timeouts = settings.timeouts();
    // On loopback compressing costs both sides more than the bytes it saves.
    this.compressed = !Address.isLoopback(host.getHostName());
    Certificates certificates = connection.tls().or(settings.certificates()).checked();
    TlsSocketStrategy tls = Tls.strategy(connection.skipTlsVerify(), certificates);
    this.client = client(pool(tls, timeouts, settings.resolver()), timeouts);
  }

  /** Sends a form by POST. */
  OpenAnswer post(String path, Params params, AbortSwitch abort) {
    HttpUriRequestBase request = new HttpUriRequestBase("POST", uri(path));
    request.setEntity(
        new StringEntity(params.formEncoded(), ContentType.APPLICATION_FORM_URLENCODED));
    return send(request, abort);
  }

  /** Sends a body by POST. */
  OpenAnswer post(String path, Upload upload, AbortSwitch abort) {
    HttpUriRequestBase request = new HttpUriRequestBase("POST", uri(path));
    upload.headers().forEach(request::setHeader);
    request.setEntity(
        new ByteArrayEntity(
            upload.bytes(),
            0,
            upload.length(),
            ContentType.APPLICATION_OCTET_STREAM,
            upload.gzipped() ? "gzip" : null));
    return send(request, abort);
  }

  /** Sends the parameters in the address. */
  OpenAnswer get(String path, Params params, AbortSwitch abort) {
    String query = params.formEncoded();
    URI uri = uri(query.isEmpty() ? path : path + '?' + query);
    return send(new HttpUriRequestBase("GET", uri), abort);
  }

  String server() {
    return server;
  }

  Redaction redaction() {
    return redaction;
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  private OpenAnswer send(HttpUriRequestBase request, AbortSwitch abort) {
    sign(request);
    abort.arm(() -> end(request));
    ClassicHttpResponse response = null;
    try {
      response = client.executeOpen(host, request, null);
      if (response.getCode() / 100 != 2) {
        throw HttpErrors.of(server, refused(response));
      }
      return new OpenAnswer(request, response, body(response, abort));
    } catch (IOException | IllegalStateException failure) {
      drop(request, response);
      throw translated(failure, abort);
    } catch (GatherException refused) {
      drop(request, response);
      throw refused;
    }
  }

  private void sign(HttpUriRequestBase request) {
    auth.requestHeader().ifPresent(h -> request.setHeader(h.getKey(), h.getValue()));
    request.setHeader("User-Agent", "vmgather");
    request.setHeader("Accept-Encoding", compressed ? "gzip" : "identity");
  }

  private GatherException translated(Exception failure, AbortSwitch abort) {
    // The pool says "shut down" by an IllegalStateException when this transport was closed.
    return failure instanceof IOException io
            && !abort.aborted()
            && !(io instanceof RequestFailedException)
        ? NetworkErrors.beforeAnswer(server, io, timeouts)
        : new GatherException(
            ErrorCode.CANCELLED, "The request to " + server + " was stopped", failure);
  }

  /** Ends a request, whatever it does at this moment; any thread, any number of times. */
  static void end(HttpUriRequestBase request) {
    try {
      request.abort();
    } catch (IllegalStateException over) {
      // Its own thread gives the connection back, or closed the pool, at this very moment.
      // Source: HttpCore's StrictConnPool.release
    }
  }

  private static void drop(HttpUriRequestBase request, ClassicHttpResponse response) {
    end(request);
    if (response != null) {
      try {
        response.close();
      } catch (IOException dropped) {
        // The connection is gone, which is what was wanted.
      }
    }
  }

  private AnswerBody body(ClassicHttpResponse response, AbortSwitch abort) throws IOException {
    HttpEntity entity = response.getEntity();
    InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
    Header encoding = response.getFirstHeader("Content-Encoding");
    if (encoding != null && encoding.getValue().strip().equalsIgnoreCase("gzip")) {
      in = new GZIPInputStream(in, BUFFER);
    }
    return new AnswerBody(in, server, timeouts, abort);
  }

  private HttpErrors.Answer refused(ClassicHttpResponse response) {
    return new HttpErrors.Answer(
        response.getCode(),
        errorText(response),
        header(response, "Retry-After"),
        target(header(response, "Location")),
        Instant.now());
  }

  /** The first 2 KB of an error's text: the reason stands at its start. */
  private String errorText(ClassicHttpResponse response) {
    try {
      InputStream in = body(response, new AbortSwitch());
      String text = new String(in.readNBytes(ERROR_TEXT), StandardCharsets.UTF_8);
      return redaction.clean(ErrorText.reason(text));
    } catch (IOException | GatherException unreadable) {
      return "";
    }
  }

  /** Where a redirect leads: the host only, as the rest may hold a ticket or token. */
  private String target(String location) {
    try {
      String authority = URI.create(location).getRawAuthority();
      return authority == null
          ? "another path of the same server"
          : redaction.clean(authority.substring(authority.lastIndexOf('@') + 1));
    } catch (IllegalArgumentException odd) {
      return "an address that can't be read";
    }
  }

  private URI uri(String path) {
    return URI.create(host.toURI() + path);
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? "" : header.getValue();
  }

  private static int portOf(HttpHost host) {
    boolean tls = host.getSchemeName().equals("https");
    return host.getPort() > 0 ? host.getPort() : tls ? 443 : 80;
  }

  private static CloseableHttpClient client(
      PoolingHttpClientConnectionManager pool, Timeouts timeouts) {
    return HttpClients.custom()
        .setConnectionManager(pool)
        .setRequestExecutor(new StallingExecutor(timeouts.stall()))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(Timeout.of(timeouts.firstByte()))
                .setConnectionRequestTimeout(Timeout.of(timeouts.firstByte()))
                .build())
        // Security: a redirect would carry the request to a host that nobody checked.
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableCookieManagement()
        .disableContentCompression()
        .disableConnectionState()
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
