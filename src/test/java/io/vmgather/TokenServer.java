package io.vmgather;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A token endpoint that gives out the tokens it was told, in turn, to one client. */
public final class TokenServer implements AutoCloseable {
  public static final String SECRET = "canary-Client-2+9/e";

  /** The forms that came with the right credentials. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;

  private TokenServer(HttpServer server) {
    this.server = server;
  }

  public static TokenServer giving(long seconds, String... tokens) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TokenServer made = new TokenServer(server);
    // RFC 6749, 2.3.1: form-encoded.
    String pair = "vmgather:canary-Client-2%2B9%2Fe";
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    server.createContext(
        "/token",
        exchange -> {
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          int turn = made.asked.size();
          String answer = "{\"error\":\"invalid_client\"}";
          if (known) {
            made.asked.add(form);
            answer =
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                    .formatted(tokens[Math.min(turn, tokens.length - 1)], seconds);
          }
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return made;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
