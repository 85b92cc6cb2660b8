package io.vmgather.exporter.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A way into a server that has no export route, and fails after some queries of ranges. */
final class WithoutExport implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String upstream;
  private final HttpServer server;
  private int rangesLeft;

  private WithoutExport(String upstream, HttpServer server, int ranges) {
    this.upstream = upstream;
    this.server = server;
    this.rangesLeft = ranges;
  }

  static WithoutExport before(String upstream, int ranges) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    WithoutExport front = new WithoutExport(upstream, server, ranges);
    server.createContext("/", front::pass);
    server.start();
    return front;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.contains("/api/v1/export")) {
      answer(exchange, 404, new byte[0]);
    } else if (path.contains("/query_range") && rangesLeft-- <= 0) {
      answer(exchange, 500, new byte[0]);
    } else {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(upstream + path))
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (type != null) {
        request.header("Content-Type", type);
      }
      try {
        HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
        answer(exchange, answer.statusCode(), answer.body());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
