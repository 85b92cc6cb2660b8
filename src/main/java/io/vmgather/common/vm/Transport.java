package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/** The connections to one server and what goes over them. Any thread. */
final class Transport implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final int ERROR_TEXT = 2 * 1024;

  private final HttpHost host;
  private final String server;
  private final String route; // the same for messages, with the proxy on the way
  private final OutgoingProxy proxy;
  private final HostResolver resolver;
  private final Auth auth;
  private final RequestMaker requests;
  private final Redaction redaction;
  private final Timeouts timeouts;
  private final boolean compressed;
  private final CloseableHttpClient client;
  private final AccessTokens tokens; // null for any other sign-in

  /** {@code auth} is the connection's, or stood in its address. */
  Transport(HttpHost host, Auth auth, Connection connection, VmClient.Settings settings) {
    this.host = host;
    this.server = host.getHostName() + ":" + portOf(host);
    this.proxy =
        settings.proxy().leadsTo(host.getHostName()) ? settings.proxy() : OutgoingProxy.NONE;
    this.route = proxied() ? server + " (through the proxy " + proxy.server() + ")" : server;
    this.resolver = settings.resolver();
    this.auth = auth;
    this.requests = new RequestMaker(host, settings.headers());
    this.redaction = new Redaction(auth);
    if (!proxy.password().isEmpty()) {
      redaction.hide(proxy.password());
      redaction.hide(proxy.authorization().orElse("").replace("Basic ", ""));
    }
    this.timeouts = settings.timeouts();
    // On loopback compressing costs both sides more than the bytes it saves.
    this.compressed = !Address.isLoopback(host.getHostName());
    Certificates certificates = connection.tls().or(settings.certificates()).checked();
    TlsSocketStrategy tls = Tls.strategy(connection.skipTlsVerify(), certificates);
    this.tokens =
        auth.type().equals("oauth2")
            ? new AccessTokens(auth.oauth2(), connection, settings, redaction, Clock.systemUTC())
            : null;
    // The proxy is the administrator's own choice; what lies behind it is checked by admit.
    HostResolver first = proxied() ? HostResolver.SYSTEM : resolver;
    this.client = HttpClientFactory.make(tls, timeouts, first, proxy, !plain());
  }

  private boolean plain() {
    return host.getSchemeName().equals("http");
  }

  private boolean proxied() {
    return !proxy.host().isEmpty();
  }

  /** Sends a form by POST. */
  OpenAnswer post(String path, Params params, AbortSwitch abort) {
    return send(() -> requests.post(path, params), abort);
  }

  /** Sends a body by POST. */
  OpenAnswer post(String path, Upload upload, AbortSwitch abort) {
    return send(() -> requests.post(path, upload), abort);
  }

  /** Sends the parameters in the address. */
  OpenAnswer get(String path, Params params, AbortSwitch abort) {
    return send(() -> requests.get(path, params), abort);
  }

  /** Sends nothing, beside other work. */
  OpenAnswer aside(String path, Duration firstByte, AbortSwitch abort) {
    return send(() -> requests.aside(path, firstByte), abort);
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
    if (tokens != null) {
      tokens.close();
    }
  }

  private OpenAnswer send(Supplier<HttpUriRequestBase> request, AbortSwitch abort) {
    if (tokens == null) {
      return sent(request.get(), abort);
    }
    String token = tokens.token(abort);
    try {
      return sent(bearing(token, request.get()), abort);
    } catch (GatherException refused) {
      if (RefusedAnswer.statusOf(refused).filter(status -> status == 401).isEmpty()) {
        throw refused;
      }
      // It may have been withdrawn before its time; a new one that is refused, too, is the answer.
      tokens.forget(token);
      return sent(bearing(tokens.token(abort), request.get()), abort);
    }
  }

  private static HttpUriRequestBase bearing(String token, HttpUriRequestBase request) {
    request.setHeader("Authorization", "Bearer " + token);
    return request;
  }

  private OpenAnswer sent(HttpUriRequestBase request, AbortSwitch abort) {
    sign(request);
    abort.arm(() -> end(request));
    ClassicHttpResponse response = null;
    try {
      if (proxied()) {
        resolver.admit(host.getHostName());
      }
      response = client.executeOpen(host, request, null);
      if (response.getCode() / 100 != 2) {
        throw refusal(HttpErrors.of(route, refused(response)));
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
    // At once, so that no body is sent in vain. Through a tunnel the target would read it.
    if (plain()) {
      proxy.authorization().ifPresent(value -> request.setHeader("Proxy-Authorization", value));
    }
    request.setHeader("User-Agent", "vmgather");
    request.setHeader("Accept-Encoding", compressed ? "gzip" : "identity");
  }

  /** Who refused a sign-in is not always told: tinyproxy says 401 for its own. */
  private GatherException refusal(GatherException failure) {
    String hint = failure.hint().orElse("");
    return proxied() && failure.code() == ErrorCode.LOGIN_REFUSED && !hint.contains("--proxy")
        ? failure.hint(hint + " Or the proxy refuses. " + NetworkErrors.PROXY_SIGN_IN)
        : failure;
  }

  private GatherException translated(Exception failure, AbortSwitch abort) {
    // The pool says "shut down" by an IllegalStateException when this transport was closed.
    return failure instanceof IOException io
            && !abort.aborted()
            && !(io instanceof RequestFailedException)
        ? networkFailure(io)
        : new GatherException(
            ErrorCode.CANCELLED, "The request to " + server + " was stopped", failure);
  }

  private GatherException networkFailure(IOException failure) {
    return proxied() && NetworkErrors.beforeProxy(failure)
        ? NetworkErrors.atProxy(proxy.server(), failure, timeouts)
        : NetworkErrors.beforeAnswer(route, failure, timeouts);
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
    InputStream in =
        entity == null
            ? InputStream.nullInputStream()
            : new PacedInput(entity.getContent(), timeouts.stall());
    Header encoding = response.getFirstHeader("Content-Encoding");
    if (encoding != null && encoding.getValue().strip().equalsIgnoreCase("gzip")) {
      in = new GZIPInputStream(in, BUFFER);
    } else if (response.getCode() / 100 == 2 && endless(entity)) {
      throw NetworkErrors.endless(server);
    }
    return new AnswerBody(in, route, timeouts, abort);
  }

  private static boolean endless(HttpEntity entity) {
    return entity != null && entity.getContentLength() < 0 && !entity.isChunked();
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

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? "" : header.getValue();
  }

  private static int portOf(HttpHost host) {
    boolean tls = host.getSchemeName().equals("https");
    return host.getPort() > 0 ? host.getPort() : tls ? 443 : 80;
  }
}
