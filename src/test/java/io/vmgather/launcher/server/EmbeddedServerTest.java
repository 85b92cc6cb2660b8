package io.vmgather.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private Listener listener;
  private EmbeddedServer server;

  @BeforeEach
  void aServerWithARequestThatWaits() throws Exception {
    listener = Listener.bind(BindAddress.parse("127.0.0.1:0"));
    server = new EmbeddedServer(listener);
    server.servlet(new Waiting(arrived, released), "/wait");
  }

  @Test
  void stopRefusesNewClientsThenStopsJobsThenLetsOpenRequestsEnd() throws Exception {
    CompletableFuture<Throwable> newClient = new CompletableFuture<>();
    server.onStop(
        () -> {
          newClient.complete(refused());
          released.countDown();
        });
    server.start();
    CompletableFuture<HttpResponse<String>> open = ask();
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(server.stop()).isTrue();

    assertThat(newClient.join()).isInstanceOf(ConnectException.class);
    assertThat(open.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
  }

  @Test
  void requestThatDoesNotEndIsCutOff() throws Exception {
    server.start();
    CompletableFuture<HttpResponse<String>> open = ask();
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

    server.stop();

    assertThatThrownBy(() -> open.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    released.countDown();
  }

  @Test
  void stopActionThatFailsDoesNotKeepTheServerUp() throws Exception {
    server.onStop(
        () -> {
          throw new IllegalStateException("a job that does not stop");
        });
    server.start();

    assertThat(server.stop()).isFalse();

    assertThat(connect()).isInstanceOf(ConnectException.class);
  }

  private CompletableFuture<HttpResponse<String>> ask() {
    URI uri = URI.create(listener.url() + "wait");
    return HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** The system closes the socket when the thread that accepts has let go of it. */
  private Throwable refused() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    Throwable last = connect();
    while (!(last instanceof ConnectException) && System.nanoTime() < end) {
      Thread.onSpinWait();
      last = connect();
    }
    return last;
  }

  private Throwable connect() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      return new AssertionError("connected to " + socket.getPort());
    } catch (IOException e) {
      return e;
    }
  }

  private static final class Waiting extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient CountDownLatch arrived;
    private final transient CountDownLatch released;

    Waiting(CountDownLatch arrived, CountDownLatch released) {
      this.arrived = arrived;
      this.released = released;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      arrived.countDown();
      try {
        released.await();
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
