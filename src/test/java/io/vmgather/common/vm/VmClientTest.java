package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class VmClientTest {
  private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"result\":[]}}";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNK = "5\r\nhello\r\n";
  private static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));
  private static final Timeouts FIRST_BYTE_LONG =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMillis(300));

  @Test
  void asksByPostFormBelowTheBasePath() throws IOException {
    try (StubServer server = StubServer.answering(200, EMPTY);
        VmClient client = client(server.url() + "/x/prometheus", Auth.NONE, Timeouts.DEFAULT)) {
      client.call(
          "/api/v1/query",
          Params.of("match[]", "{a=\"b&c\"}").in(new TimeWindow(1_500, 2_001)).and("limit", 7));
      assertThat(server.asked().get(0).method()).isEqualTo("POST");
      assertThat(server.asked().get(0).path()).isEqualTo("/x/prometheus/api/v1/query");
      assertThat(server.asked().get(0).body())
          .isEqualTo("match%5B%5D=%7Ba%3D%22b%26c%22%7D&start=1.500&end=2&limit=7");
      assertThat(client.withBasePath("/y").base()).hasToString(server.url() + "/y");
    }
  }

  @Test
  void methodNotAllowedIsAskedAgainByGet() throws IOException {
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) ->
                    StubServer.send(exchange, asked.method().equals("GET") ? 200 : 405, EMPTY));
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      client.call("/api/v1/query", Params.of("query", "up{}"));
      assertThat(server.asked().get(1).path()).isEqualTo("/api/v1/query?query=up%7B%7D");
    }
  }

  @Test
  void busyServerIsAskedAgainAndRejected400IsNot() throws IOException {
    AtomicInteger times = new AtomicInteger();
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) ->
                    StubServer.send(exchange, times.incrementAndGet() < 3 ? 503 : 400, "no"));
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      RetryPolicy quick =
          RetryPolicy.of(5, Duration.ZERO, Duration.ZERO).sleepingBy(slice -> {}, () -> 0);
      GatherException failure = failure(() -> client.withRetry(quick).call("/q", Params.none()));
      assertThat(failure.code()).isEqualTo(ErrorCode.REJECTED);
      assertThat(server.asked()).hasSize(3);
    }
  }

  @Test
  void redirectIsNotFollowedAndNamesOnlyItsHost() throws IOException {
    try (StubServer target = StubServer.answering(200, EMPTY);
        StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  exchange
                      .getResponseHeaders()
                      .set("Location", target.url() + "/login?ticket=canary");
                  StubServer.send(exchange, 302, "");
                });
        VmClient client = client(server.url(), Auth.bearer("token-x"), Timeouts.DEFAULT)) {
      GatherException failure = failure(() -> client.call("/q", Params.none()));
      assertThat(failure)
          .hasMessageContaining("redirect (302) to 127.0.0.1:" + target.port())
          .hasMessageNotContaining("canary");
      assertThat(target.asked()).isEmpty();
    }
  }

  @Test
  void webPageInsteadOfDataIsAMissingRoute() throws IOException {
    try (StubServer server =
            StubServer.answering(200, "<html><title>Sign in</title><form>…</form></html>");
        VmClient client = client(server.url(), Auth.NONE, Timeouts.DEFAULT)) {
      GatherException failure = failure(() -> client.call("/q", Params.none()));
      assertThat(failure.code()).isEqualTo(ErrorCode.ROUTE_MISSING);
      assertThat(failure).hasMessageContaining("Sign in");
    }
  }

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

  @Test
  void compressionIsAskedForFromOtherHostsOnly() throws IOException {
    HostResolver elsewhere = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
    List<String> seen = new CopyOnWriteArrayList<>();
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) -> {
              seen.add(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
              StubServer.send(exchange, 200, EMPTY);
            })) {
      for (String host : new String[] {"127.0.0.1", "vm.example"}) {
        VmClient.Settings settings =
            new VmClient.Settings(Timeouts.DEFAULT, RetryPolicy.never(), elsewhere);
        String url = "http://" + host + ":" + server.port();
        try (VmClient client = VmClient.open(Connection.to(url), settings)) {
          client.call("/q", Params.none());
        }
      }
      assertThat(seen).containsExactly("identity", "gzip");
    }
  }

  @Test
  void refusalOfTheResolverReachesTheCallerAndNothingIsSent() throws IOException {
    HostResolver forbidding =
        host -> {
          throw new GatherException(ErrorCode.INVALID_INPUT, host + " is not allowed");
        };
    try (StubServer server = StubServer.answering(200, EMPTY);
        VmClient client =
            VmClient.open(
                Connection.to(server.url()),
                new VmClient.Settings(Timeouts.DEFAULT, RetryPolicy.never(), forbidding))) {
      assertThat(failure(() -> client.call("/q", Params.none())))
          .hasMessage("127.0.0.1 is not allowed");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void connectionFailuresSayWhichSide() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (VmClient client = client("http://127.0.0.1:" + free, Auth.NONE, SHORT)) {
      GatherException failure = failure(() -> client.open("/q", Params.none()));
      assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
      assertThat(failure).hasMessage("Connection refused by 127.0.0.1, port " + free);
    }
    HostResolver nowhere =
        host -> {
          throw new UnknownHostException(host);
        };
    try (VmClient client =
        VmClient.open(
            Connection.to("http://vm.example"),
            new VmClient.Settings(SHORT, RetryPolicy.never(), nowhere))) {
      assertThat(failure(() -> client.open("/q", Params.none())))
          .hasMessage("No address is known for vm.example:80");
    }
  }

  @Test
  void canaryIsInNoMessageThoughTheServerEchoesIt() throws IOException {
    for (Auth auth :
        new Auth[] {
          Auth.basic("user", "canary-secret"),
          Auth.bearer("canary-secret"),
          Auth.header("X-Key", "canary-secret")
        }) {
      try (StubServer server =
              StubServer.answering(
                  (exchange, asked) ->
                      StubServer.send(
                          exchange,
                          400,
                          "bad canary-secret\u0007 and "
                              + asked.authorization()
                              + " x".repeat(9000)));
          VmClient client = client(server.url(), auth, Timeouts.DEFAULT)) {
        GatherException failure = failure(() -> client.call("/q", Params.none()));
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString() + client + failure.hint())
            .doesNotContain("canary-secret")
            .doesNotContain("dXNlcjpjYW5hcnktc2VjcmV0")
            .contains("bad ***");
        assertThat(failure.getMessage()).hasSizeLessThan(2300).doesNotContain("\u0007");
        assertThat(Thread.getAllStackTraces().keySet())
            .noneMatch(thread -> thread.getName().contains("canary"));
      }
    }
  }

  private static VmClient client(String url, Auth auth, Timeouts timeouts) {
    return VmClient.open(
        Connection.to(url).with(auth),
        new VmClient.Settings(timeouts, RetryPolicy.never(), HostResolver.SYSTEM));
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

  private interface Failing {
    void run() throws IOException;
  }

  private static GatherException failure(Failing failing) {
    return catchThrowableOfType(GatherException.class, failing::run);
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
