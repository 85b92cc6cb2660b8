package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.vmgather.Apart;
import io.vmgather.common.vm.StubServer;
import io.vmgather.process.Vmgather.Ended;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap is bounded by the program's own flags, whatever the source sends. */
@Apart
class MemoryIT {
  private static final long START = 1_700_000_000_000L;
  private static final int MEGA = 1_000_000;

  @TempDir Path folder;

  /** Writes the answer to an export request. */
  private interface Export {
    void write(OutputStream out) throws IOException;
  }

  @Test
  void aLineOfFiftyMegabytesPassesInTheDefaultHeap() throws IOException {
    try (StubServer server = source(out -> longLine(out, 50 * MEGA))) {
      assertThat(exported(server)).contains("1 series").contains("1 lines");
    }
  }

  @Test
  void aLineOfFiftyMegabytesIsThinnedInTheDefaultHeap() throws IOException {
    try (StubServer server = source(out -> longLine(out, 50 * MEGA))) {
      assertThat(exported(server, "--step", "1s")).contains("1 series").contains("1 lines");
    }
  }

  @Test
  void aLineBeyondTheLimitFailsLoudlyAndWithoutABundle() throws IOException {
    try (StubServer server = source(out -> longLine(out, 70 * MEGA))) {
      Vmgather vmgather = Vmgather.in(folder);
      Ended ended = vmgather.run(arguments(server, vmgather));
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err()).contains("line 1", "longer than 67108864 bytes", "try:");
      assertThat(vmgather.files()).isEmpty();
    }
  }

  @Test
  void fiveTimesTheHeapOfDataPassesWithAsManySeriesAsLines() throws IOException {
    try (StubServer server = source(out -> manyLines(out, 60_000, 10_000))) {
      String said = exported(server, "-Xmx120m", List.of());
      assertThat(said).contains("60,000 series", "60,000 lines");
    }
  }

  private String exported(StubServer server, String... more) {
    return exported(server, "", List.of(more));
  }

  private String exported(StubServer server, String flags, List<String> more) {
    Vmgather vmgather = Vmgather.in(folder).with("VMGATHER_JAVA_OPTS", flags);
    List<String> all = new ArrayList<>(List.of(arguments(server, vmgather)));
    all.addAll(more);
    Ended ended = vmgather.run(all.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(vmgather.bundle()).isNotEmptyFile();
    return ended.err();
  }

  private static String[] arguments(StubServer server, Vmgather vmgather) {
    return new String[] {
      "export",
      "--url",
      server.url(),
      "--selector",
      "{job=\"app\"}",
      "--batch",
      "single",
      "--start",
      java.time.Instant.ofEpochMilli(START).toString(),
      "--end",
      java.time.Instant.ofEpochMilli(START).plusSeconds(86_400 * 60L).toString(),
      "--output",
      vmgather.output.toString()
    };
  }

  private static StubServer source(Export export) throws IOException {
    return StubServer.answering((exchange, asked) -> answer(exchange, asked.path(), export));
  }

  private static void answer(HttpExchange exchange, String path, Export export) throws IOException {
    if (path.endsWith("/api/v1/export")) {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 64 * 1024)) {
        export.write(out);
      }
    } else if (path.endsWith("/values") || path.endsWith("/series")) {
      StubServer.send(exchange, 200, "{\"status\":\"success\",\"data\":[]}");
    } else {
      StubServer.send(
          exchange,
          200,
          "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
    }
  }

  private static void longLine(OutputStream out, int bytes) throws IOException {
    out.write(head(0));
    out.write(samples(bytes));
  }

  private static void manyLines(OutputStream out, int lines, int bytes) throws IOException {
    byte[] samples = samples(bytes);
    for (int i = 0; i < lines; i++) {
      out.write(head(i));
      out.write(samples);
    }
  }

  private static byte[] head(int number) {
    String host = "host-" + number + ":9100";
    return ascii("{\"metric\":{\"__name__\":\"m\",\"job\":\"app\",\"instance\":\"" + host + "\"}");
  }

  /** The part of a line behind its labels: a sample each tenth of a second. */
  private static byte[] samples(int bytes) {
    int samples = bytes / ",123,1700000000000".length();
    StringBuilder text = new StringBuilder(bytes + 100).append(",\"values\":[123");
    text.append(",123".repeat(samples - 1)).append("],\"timestamps\":[").append(START);
    for (int i = 1; i < samples; i++) {
      text.append(',').append(START + i * 100L);
    }
    return ascii(text.append("]}\n").toString());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
