package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.StubServer;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets behind something that fails now and then although nothing died. */
@Timeout(60)
class FlakyTargetTest {
  private static final int LINES = 4000; // some ten chunks
  private static final String SINGLE_NODE =
      "vm_rows{type=\"storage/inmemory\"} 0\nvm_app_start_timestamp 1795628303\nvm_app_uptime_seconds 10\n";

  private static final RetryPolicy QUICK =
      RetryPolicy.of(3, Duration.ofMillis(5), Duration.ofMillis(20));
  private static final Pattern NUMBER = Pattern.compile("\"i\":\"(\\d+)\"");

  @TempDir private Path folder;
  private final Map<Integer, Integer> taken = Collections.synchronizedMap(new HashMap<>());
  private final AtomicInteger chunks = new AtomicInteger();

  @Test
  void chunkThatFailsWhileTheTargetLivesIsSentAgainAndNoOther() throws Exception {
    try (StubServer server =
        StubServer.answering((exchange, asked) -> answer(exchange, asked, 3, SINGLE_NODE))) {
      assertThat(run(server).skippedSamples()).isZero();
    }
    assertThat(taken.keySet()).isEqualTo(all());
    assertThat(taken.values()).as("how often a line was taken").containsOnly(1);
  }

  @Test
  void targetThatFailsAgainAndAgainEndsTheImport() throws Exception {
    for (String metrics : new String[] {SINGLE_NODE, ""}) {
      try (StubServer server =
          StubServer.answering((exchange, asked) -> answer(exchange, asked, 1, metrics))) {
        assertThatThrownBy(() -> run(server)).isInstanceOf(GatherException.class);
        assertThat(chunks.getAndSet(0)).isLessThan(60);
      }
    }
    assertThat(taken).isEmpty();
  }

  /** Nobody knows whether it died each time: it is sent again a few times, not for ever. */
  @Test
  void targetThatTellsNothingAndFailsNowAndThenEndsTheImport() throws Exception {
    try (StubServer server =
        StubServer.answering((exchange, asked) -> answer(exchange, asked, 6, ""))) {
      assertThatThrownBy(() -> run(server)).isInstanceOf(GatherException.class);
      assertThat(chunks.get()).isLessThan(100);
    }
  }

  /** Asked whether it lives, it says nothing at all. */
  @Test
  void importIsCancelledAlsoWhileTheTargetDoesNotSayWhetherItLives() throws Exception {
    CountDownLatch silent = new CountDownLatch(2);
    CountDownLatch over = new CountDownLatch(1);
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  if (asked.path().startsWith("/metrics")) {
                    silent.countDown();
                    if (silent.getCount() == 0) {
                      await(over);
                    }
                  }
                  answer(exchange, asked, 2, SINGLE_NODE);
                });
        VmClient writer = writer(server)) {
      ImportRun run = made(server, writer);
      CompletableFuture<ImportOutcome> outcome = CompletableFuture.supplyAsync(run::run);
      silent.await();
      long begin = System.nanoTime();
      run.cancel();
      assertThatThrownBy(outcome::get).hasMessageContaining("cancelled");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(
      HttpExchange exchange, StubServer.Asked asked, int failingEach, String metrics)
      throws IOException {
    if (asked.path().startsWith("/metrics")) {
      StubServer.send(exchange, metrics.isEmpty() ? 404 : 200, metrics);
    } else if (asked.body().isEmpty()) {
      StubServer.send(exchange, 204, "");
    } else if (chunks.incrementAndGet() % failingEach == 0) {
      StubServer.send(exchange, 502, "bad gateway");
    } else {
      NUMBER
          .matcher(asked.body())
          .results()
          .forEach(found -> taken.merge(Integer.parseInt(found.group(1)), 1, Integer::sum));
      StubServer.send(exchange, 204, "");
    }
  }

  private static Set<Integer> all() {
    return IntStream.range(0, LINES).boxed().collect(Collectors.toCollection(HashSet::new));
  }

  private ImportOutcome run(StubServer server) throws IOException {
    try (VmClient writer = writer(server)) {
      return made(server, writer).run();
    }
  }

  private static VmClient writer(StubServer server) {
    return VmClient.open(
        Connection.to(server.url()),
        VmClient.Settings.DEFAULT.with(VmClient.Settings.DEFAULT.timeouts(), QUICK));
  }

  private ImportRun made(StubServer server, VmClient writer) throws IOException {
    String stamps =
        IntStream.range(0, 60)
            .mapToObj(i -> Long.toString(1_750_000_000_000L + i * 15_000L))
            .collect(Collectors.joining(","));
    String values = IntStream.range(0, 60).mapToObj(i -> "1").collect(Collectors.joining(","));
    Path file = folder.resolve("lines.jsonl");
    Files.write(
        file,
        IntStream.range(0, LINES)
            .mapToObj(
                i ->
                    "{\"metric\":{\"__name__\":\"m\",\"i\":\"%d\"},\"values\":[%s],\"timestamps\":[%s]}"
                        .formatted(i, values, stamps))
            .toList());
    ImportSettings settings = new ImportSettings(ReadLimits.defaults(), Clock.systemUTC(), QUICK);
    return new ImportRun(
        BundleFile.open(file, settings.limits()),
        ImportConfig.to(server.url()),
        TargetKeeps.UNKNOWN,
        "",
        writer,
        folder.resolve("checkpoint"),
        settings);
  }
}
