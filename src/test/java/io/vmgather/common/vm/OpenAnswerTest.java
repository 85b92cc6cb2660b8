package io.vmgather.common.vm;

import static io.vmgather.common.vm.ClientTesting.EMPTY;
import static io.vmgather.common.vm.ClientTesting.SHORT;
import static io.vmgather.common.vm.ClientTesting.client;
import static io.vmgather.common.vm.ClientTesting.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OpenAnswerTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNK = "5\r\nhello\r\n";
  private static final Timeouts FIRST_BYTE_LONG =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMillis(300));

  @Test
  void noFirstByteInTimeIsATimeOut() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (StubServer server = StubServer.answering((exchange, asked) -> await(end));
        VmClient client = client(server.url(), Auth.NONE, SHORT)) {
      GatherException failure = failure(() -> client.open("/q", Params.none()));
      assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(failure).hasMessageContaining("No answer from 127.0.0.1:" + server.port());
      end.countDown();
    }
  }

  @Test
  void stallIsSeenThoughTheFirstByteMayTakeLonger() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (StubServer server = stallingAfter("12345", end);
        VmClient client = client(server.url(), Auth.NONE, FIRST_BYTE_LONG);
        OpenAnswer answer = client.open("/q", Params.none())) {
      GatherException failure = failure(() -> answer.body().readAllBytes());
      assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(failure).hasMessageContaining("sent nothing for 300 ms after 5 bytes");
      end.countDown();
    }
  }

  @Test
  void dripIsNoProgressThoughNoByteIsLate() throws IOException {
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  exchange.sendResponseHeaders(200, 0);
                  for (int sent = 0; sent < 300; sent++) {
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    await(new CountDownLatch(1), Duration.ofMillis(50));
                  }
                });
        VmClient client = client(server.url(), Auth.NONE, FIRST_BYTE_LONG);
        OpenAnswer answer = client.open("/q", Params.none())) {
      GatherException failure = failure(() -> answer.body().readAllBytes());
      assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(failure).hasMessageContaining("sent less than 1024 bytes in 300 ms");
    }
  }

  @Test
  void laterRequestOnTheSameConnectionGetsItsFirstByteTimeOutBack() throws IOException {
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  if (asked.path().equals("/slow")) {
                    await(new CountDownLatch(1), Duration.ofMillis(600));
                  }
                  StubServer.send(exchange, 200, EMPTY);
                });
        VmClient client = client(server.url(), Auth.NONE, FIRST_BYTE_LONG)) {
      client.call("/quick", Params.none());
      client.call("/slow", Params.none());
      assertThat(server.asked()).hasSize(2);
    }
  }

  @Test
  void abortFromAnotherThreadEndsAStalledReadAtOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (StubServer server = stallingAfter("x", end);
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT);
        OpenAnswer answer = client.open("/q", Params.none())) {
      assertThat(answer.body().read()).isEqualTo('x');
      var reading =
          CompletableFuture.supplyAsync(() -> failure(() -> answer.body().readAllBytes()));
      answer.abort();
      assertThat(reading.get(1, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CANCELLED);
      end.countDown();
    }
  }

  @Test
  void switchEndsTheWaitForTheFirstByte() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AbortSwitch abort = new AbortSwitch();
    try (StubServer server =
            StubServer.answering(
                (exchange, request) -> {
                  asked.countDown();
                  await(end);
                });
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      var waiting =
          CompletableFuture.supplyAsync(
              () -> failure(() -> client.open("/q", Params.none(), abort)));
      await(asked);
      abort.abort();
      assertThat(waiting.get(1, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(failure(() -> client.open("/q", Params.none(), abort)).code())
          .isEqualTo(ErrorCode.CANCELLED);
      end.countDown();
    }
  }

  @Test
  void switchOfTheClientEndsACallAndItsRetries() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AbortSwitch abort = new AbortSwitch();
    try (StubServer server =
            StubServer.answering(
                (exchange, request) -> {
                  asked.countDown();
                  await(end);
                });
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      VmClient stoppable =
          client
              .withAbort(abort)
              .withRetry(RetryPolicy.standard().until(abort::aborted))
              .withBasePath("/prometheus");
      var waiting =
          CompletableFuture.supplyAsync(() -> failure(() -> stoppable.call("/q", Params.none())));
      await(asked);
      abort.abort();
      assertThat(waiting.get(1, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(server.asked()).hasSize(1);
      end.countDown();
    }
  }

  @Test
  void closeOfTheClientEndsReads() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (StubServer server = stallingAfter("x", end)) {
      VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT);
      OpenAnswer answer = client.open("/q", Params.none());
      var reading =
          CompletableFuture.supplyAsync(() -> failure(() -> answer.body().readAllBytes()));
      client.close();
      assertThat(reading.get(1, TimeUnit.SECONDS)).isNotNull();
      assertThat(failure(() -> client.open("/q", Params.none())).code())
          .isEqualTo(ErrorCode.CANCELLED);
      end.countDown();
    }
  }

  @Test
  void closeDoesNotReadTheRest() throws IOException {
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  exchange.sendResponseHeaders(200, 0);
                  byte[] block = new byte[1024 * 1024];
                  while (true) {
                    exchange.getResponseBody().write(block);
                  }
                });
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      OpenAnswer answer = client.open("/q", Params.none());
      assertThat(answer.body().readNBytes(10)).hasSize(10);
      answer.close();
    }
  }

  @Test
  void chunkedAnswerThatBreaksOffIsBrokenAfterItsBytes() throws IOException {
    try (RawServer server = new RawServer(CHUNKED + CHUNK);
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT);
        OpenAnswer answer = client.open("/q", Params.none())) {
      GatherException failure = failure(() -> answer.body().readAllBytes());
      assertThat(failure.code()).isEqualTo(ErrorCode.BROKEN_ANSWER);
      assertThat(failure).hasMessageContaining("after 5 bytes");
    }
  }

  @Test
  void lengthThatIsNotReachedIsBroken() throws IOException {
    try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT);
        OpenAnswer answer = client.open("/q", Params.none())) {
      assertThat(failure(() -> answer.body().readAllBytes()).code())
          .isEqualTo(ErrorCode.BROKEN_ANSWER);
    }
  }

  /**
   * Its end would be that of the connection, which a broken one has, too: in the middle of the
   * head.
   */
  @Test
  void answerThatSaysNoEndIsBroken() throws IOException {
    for (String answer :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}",
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
          "HTTP/1.0 200 OK\r\n\r\n"
        }) {
      try (RawServer server = new RawServer(answer);
          VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
        GatherException failure = failure(() -> client.open("/q", Params.none()));
        assertThat(failure.code()).as(answer).isEqualTo(ErrorCode.BROKEN_ANSWER);
        assertThat(failure.hint()).isPresent();
      }
    }
  }

  /** The reason of a refusal is read as far as it goes. */
  @Test
  void refusalThatSaysNoEndIsShownWithItsText() throws IOException {
    try (RawServer server = new RawServer("HTTP/1.0 400 Bad Request\r\n\r\nunknown argument");
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      assertThat(failure(() -> client.open("/q", Params.none())))
          .hasMessageContaining("unknown argument");
    }
  }

  @Test
  void answerThatIsNoHttpIsBroken() throws IOException {
    try (RawServer server = new RawServer("");
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      assertThat(failure(() -> client.open("/q", Params.none())).code())
          .isEqualTo(ErrorCode.BROKEN_ANSWER);
    }
  }

  @Test
  void gzippedAnswerIsInflated() throws IOException {
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                  exchange.sendResponseHeaders(200, 0);
                  try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
                    out.write(EMPTY.getBytes(StandardCharsets.UTF_8));
                  }
                });
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      assertThat(client.call("/q", Params.none()).path("status").asText()).isEqualTo("success");
    }
  }

  private static StubServer stallingAfter(String start, CountDownLatch end) throws IOException {
    return StubServer.answering(
        (exchange, asked) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(start.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          await(end);
        });
  }

  private static void await(CountDownLatch latch) {
    await(latch, Duration.ofSeconds(15));
  }

  private static void await(CountDownLatch latch, Duration atMost) {
    try {
      assertThat(latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS)).isIn(true, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends fixed bytes for any request and closes. */
  private static final class RawServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    RawServer(String answer) throws IOException {
      Thread thread = new Thread(() -> serve(answer), "raw-server");
      thread.setDaemon(true);
      thread.start();
    }

    String url() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve(String answer) {
      try (Socket one = socket.accept()) {
        InputStream in = one.getInputStream();
        byte[] request = new byte[64 * 1024];
        int length = in.read(request);
        assertThat(Arrays.copyOf(request, length)).isNotEmpty();
        one.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException closed) {
        // The test is over.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
