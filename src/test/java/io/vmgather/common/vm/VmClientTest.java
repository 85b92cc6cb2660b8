package io.vmgather.common.vm;

import static io.vmgather.common.vm.ClientTesting.EMPTY;
import static io.vmgather.common.vm.ClientTesting.SHORT;
import static io.vmgather.common.vm.ClientTesting.client;
import static io.vmgather.common.vm.ClientTesting.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class VmClientTest {
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
            new VmClient.Settings(
                Timeouts.DEFAULT,
                RetryPolicy.never(),
                elsewhere,
                Certificates.NONE,
                OutgoingProxy.NONE);
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
                new VmClient.Settings(
                    Timeouts.DEFAULT,
                    RetryPolicy.never(),
                    forbidding,
                    Certificates.NONE,
                    OutgoingProxy.NONE))) {
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
            new VmClient.Settings(
                SHORT, RetryPolicy.never(), nowhere, Certificates.NONE, OutgoingProxy.NONE))) {
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
}
