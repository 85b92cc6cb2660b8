package io.vmgather.launcher.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The first visit of a browser, made by the program itself. */
final class Training {
  private static final List<String> PATHS = List.of("/api/health", "/", "/main.js", "/api/none");

  private Training() {}

  static void visit(Listener listener) throws IOException {
    for (String path : PATHS) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(listener.address().getAddress(), listener.port()));
        String request =
            "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
