package io.vmgather.page;

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
import java.nio.charset.StandardCharsets;

/** As a cluster's vminsert: data goes in there, below its path, and nothing comes out. */
final class InsertAlone implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PATH = "/insert/0/prometheus";

  private final HttpServer server;

  private InsertAlone(HttpServer server) {
    this.server = server;
  }

  /** Takes data for the server at that address. */
  static InsertAlone before(String url) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", exchange -> pass(exchange, url));
    server.start();
    return new InsertAlone(server);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/insert/0";
  }

  private static void pass(HttpExchange exchange, String url) throws IOException {
    String path = exchange.getRequestURI().toString();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!path.startsWith(PATH + "/api/v1/import")) {
      answer(exchange, 400, "unsupported path requested: " + path);
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path.substring(PATH.length())))
            .POST(BodyPublishers.ofByteArray(body));
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    if (encoding != null) {
      request.header("Content-Encoding", encoding);
    }
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      answer(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
