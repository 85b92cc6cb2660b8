package io.vmgather.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Before a real VictoriaMetrics; refuses some requests with a text that repeats all that came: the
 * sign-in, as it came and decoded, and the question. Proxies in debug mode do that.
 */
final class EchoServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String behind;
  private final AtomicInteger left = new AtomicInteger();
  private volatile String path = "none";
  private volatile int status;

  private EchoServer(HttpServer server, String behind) {
    this.server = server;
    this.behind = behind;
  }

  static EchoServer before(String url) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    EchoServer echo = new EchoServer(server, url);
    server.createContext("/", echo::answer);
    server.setExecutor(echo.threads);
    server.start();
    return echo;
  }

  /** Refuses requests whose path ends so, for a number of times. */
  EchoServer refuse(String end, int with, int times) {
    path = end;
    status = with;
    left.set(times);
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean refused =
        exchange.getRequestURI().getPath().endsWith(path) && left.getAndDecrement() > 0;
    if (refused) {
      answer(exchange, status, echo(exchange, body).getBytes(StandardCharsets.UTF_8));
    } else {
      pass(exchange, body);
    }
  }

  private void pass(HttpExchange exchange, byte[] body) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answer(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String echo(HttpExchange exchange, byte[] body) {
    StringBuilder text = new StringBuilder("cannot proxy ");
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> text.append(name).append('=').append(values).append(' '));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null && authorization.startsWith("Basic ")) {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(6));
      text.append("for ").append(new String(pair, StandardCharsets.UTF_8)).append(' ');
    }
    String asked = new String(body, StandardCharsets.UTF_8);
    return text.append(asked)
        .append(' ')
        .append(URLDecoder.decode(asked, StandardCharsets.UTF_8))
        .toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
