package io.vmgather.importer.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.StubServer;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChunkPusherTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(5));

  private final List<Integer> committed = Collections.synchronizedList(new ArrayList<>());

  @Test
  void positionsAreCommittedInOrderThoughALaterChunkIsTakenFirst() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  if (asked.body().equals("chunk 0")) {
                    await(second);
                  }
                  answer(exchange, 204);
                  if (asked.body().equals("chunk 1")) {
                    second.countDown();
                  }
                });
        VmClient client = VmClient.open(Connection.to(server.url()));
        ChunkPusher<Integer> pusher = pusher(client, 2)) {
      for (int i = 0; i < 20; i++) {
        push(pusher, i);
      }
      pusher.finish();
      assertThat(committed)
          .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 20).boxed().toList());
      assertThat(server.asked()).hasSize(20);
    }
  }

  @Test
  void aBusyTargetIsAskedAgainWithTheSameBytes() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (StubServer server =
            StubServer.answering(
                (exchange, one) -> answer(exchange, asked.incrementAndGet() < 3 ? 503 : 204));
        VmClient client = VmClient.open(Connection.to(server.url()));
        ChunkPusher<Integer> pusher = pusher(client, 1)) {
      push(pusher, 7);
      pusher.finish();
      assertThat(committed).containsExactly(7);
      assertThat(server.asked()).extracting(StubServer.Asked::body).containsOnly("chunk 7");
    }
  }

  @Test
  void aRefusedChunkIsNotSentAgainAndNothingBehindItIsCommitted() throws Exception {
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> answer(exchange, asked.body().equals("chunk 1") ? 400 : 204));
        VmClient client = VmClient.open(Connection.to(server.url()));
        ChunkPusher<Integer> pusher = pusher(client, 1)) {
      GatherException failure =
          failure(
              () -> {
                for (int i = 0; i < 5; i++) {
                  push(pusher, i);
                }
                pusher.finish();
              });
      assertThat(failure.code()).isEqualTo(ErrorCode.REJECTED);
      assertThat(committed).containsExactly(0);
      assertThat(server.asked())
          .extracting(StubServer.Asked::body)
          .filteredOn("chunk 1"::equals)
          .hasSize(1);
    }
  }

  @Test
  void aPageInsteadOfAnEmptyAnswerIsNoSuccess() throws Exception {
    try (StubServer server = StubServer.answering(200, "<html>Sign in</html>");
        VmClient client = VmClient.open(Connection.to(server.url()));
        ChunkPusher<Integer> pusher = pusher(client, 1)) {
      push(pusher, 0);
      assertThat(failure(pusher::finish).code()).isEqualTo(ErrorCode.ROUTE_MISSING);
      assertThat(committed).isEmpty();
    }
  }

  @Test
  void cancelEndsARequestThatGetsNoAnswer() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  reached.countDown();
                  await(end);
                });
        VmClient client = VmClient.open(Connection.to(server.url()));
        ChunkPusher<Integer> pusher = pusher(client, 2)) {
      push(pusher, 0);
      reached.await();
      pusher.cancel();
      assertThat(failure(pusher::finish).code()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(committed).isEmpty();
      end.countDown();
    }
  }

  @Test
  void whatTheListenerThrowsEndsTheWork() throws Exception {
    try (StubServer server = StubServer.answering(204, "");
        VmClient client = VmClient.open(Connection.to(server.url()));
        ChunkPusher<Integer> pusher =
            new ChunkPusher<>(
                client,
                settings(1, false, 0),
                position -> {
                  throw new GatherException(ErrorCode.DISK_FULL, "no space");
                })) {
      push(pusher, 0);
      assertThat(failure(pusher::finish).code()).isEqualTo(ErrorCode.DISK_FULL);
    }
  }

  @Test
  void headersAndGzipGoWithEachChunk() throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  seen.add(exchange.getRequestHeaders().getFirst("Content-Encoding"));
                  seen.add(exchange.getRequestHeaders().getFirst("AccountID"));
                  answer(exchange, 204);
                });
        VmClient client =
            VmClient.open(
                Connection.to(server.url()),
                VmClient.Settings.DEFAULT.with(Map.of("AccountID", "42")));
        ChunkPusher<Integer> pusher =
            new ChunkPusher<>(client, settings(1, true, 0), committed::add)) {
      push(pusher, 0);
      pusher.finish();
      assertThat(seen).containsExactly("gzip", "42");
    }
  }

  @Test
  void samplesAreSpreadOverTime() {
    RateLimit rate = new RateLimit(1000);
    assertThat(rate.waitFor(500, 0)).isZero();
    assertThat(rate.waitFor(500, 0)).isEqualTo(500_000_000);
    // Idle time is not saved up for a burst later.
    assertThat(rate.waitFor(1, 9_000_000_000L)).isZero();
    assertThat(rate.waitFor(1, 9_000_000_000L)).isEqualTo(1_000_000);
    assertThat(new RateLimit(0).waitFor(1 << 30, 0)).isZero();
  }

  private ChunkPusher<Integer> pusher(VmClient client, int inFlight) {
    return new ChunkPusher<>(client, settings(inFlight, false, 0), committed::add);
  }

  private static PushSettings settings(int inFlight, boolean gzip, long rate) {
    return new PushSettings(inFlight, 1024, gzip, rate, QUICK);
  }

  private static void push(ChunkPusher<Integer> pusher, int number) {
    Chunk chunk = pusher.take();
    byte[] text = ("chunk " + number).getBytes(StandardCharsets.US_ASCII);
    chunk.append(text, 0, text.length);
    pusher.push(chunk, 1, number);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    StubServer.send(exchange, status, "");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static GatherException failure(Runnable failing) {
    return catchThrowableOfType(GatherException.class, failing::run);
  }
}
