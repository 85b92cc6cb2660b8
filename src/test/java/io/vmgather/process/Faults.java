package io.vmgather.process;

import io.vmgather.process.FaultProxy.Fault;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may happen to an answer on its way, each with the byte at which it happens. */
public enum Faults {
  LATE("comes late", 0, proxy -> passing(Faults::late)),
  NEVER("never comes", 0, FaultProxy::stall),
  STALLS("stalls in the middle", Faults.MIDDLE, FaultProxy::stall),
  DRIPS("drips byte by byte", Faults.MIDDLE, proxy -> passing(Faults::drip)),
  RESETS_FIRST("is reset before its first byte", 0, proxy -> FaultProxy.RESET),
  RESETS("is reset in the middle", Faults.MIDDLE, proxy -> FaultProxy.RESET),
  ENDS("ends in the middle", Faults.MIDDLE, proxy -> FaultProxy.CUT),
  CHANGED("has one byte changed", Faults.IN_THE_BODY, proxy -> passing(Faults::changed)),
  TOO_LONG("says a length that is too large", 0, proxy -> passing(length(+7))),
  TOO_SHORT("says a length that is too small", 0, proxy -> passing(length(-7))),
  STATUS_429("is 429", 0, proxy -> answer("429 Too Many Requests", Faults.QUEUE)),
  STATUS_503("is 503", 0, proxy -> answer("503 Service Unavailable", Faults.QUEUE)),
  STATUS_422("is 422", 0, proxy -> answer("422 Unprocessable Entity", Faults.LIMIT)),
  ERROR_IN_200("is 200 with an error's text", 0, proxy -> answer("200 OK", Faults.LATE_ERROR)),
  ERROR_IN_THE_MIDDLE(
      "gets an error's text in the middle",
      Faults.MIDDLE,
      proxy -> FaultProxy.text(Faults.LATE_ERROR));

  /** What a test waits at most for a byte; {@link #LATE} stays well within, others pass it. */
  public static final Duration PATIENCE = Duration.ofMillis(800);

  // Around the end of the head of every answer, also of the shortest.
  private static final int MIDDLE = 240;
  // Of an export; other answers are shorter.
  private static final int IN_THE_BODY = 800;
  private static final int MIDDLE_OF_HEAD = 20;

  // As VictoriaMetrics words them: app/vmselect/main.go, lib/storage/index_db.go,
  // app/vmselect/prometheus/prometheus.go.
  private static final String QUEUE =
      "couldn't start executing the request in 10.000 seconds, since"
          + " -search.maxConcurrentRequests=4 concurrent requests are executed. Possible solutions:"
          + " to reduce query load; to add more compute resources to the server; to increase"
          + " -search.maxQueueDuration=10s; to increase -search.maxQueryDuration; to increase"
          + " -search.maxConcurrentRequests";
  private static final String LIMIT =
      "the number of matching timeseries exceeds 3; either narrow down the search or increase"
          + " -search.max* command-line flag values (the most likely limit is"
          + " -search.maxUniqueTimeseries)";
  private static final String LATE_ERROR =
      "error when exporting data on the time range (start=1, end=2): cannot read block\n";

  private static final Pattern LENGTH =
      Pattern.compile(
          "(\r\ncontent-length: *)(\\d+)|(\r\n\r\n)([0-9a-f]+)(?=\r\n)", Pattern.CASE_INSENSITIVE);

  private final String words;
  private final int afterBytes;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Function<FaultProxy, Fault> how;

  Faults(String words, int afterBytes, Function<FaultProxy, Fault> how) {
    this.words = words;
    this.afterBytes = afterBytes;
    this.how = how;
  }

  /** As in a table: the answer … */
  public String words() {
    return words;
  }

  /** Does it to the first so many of the meant requests. */
  public void spoil(FaultProxy proxy, int times) {
    proxy.spoil(afterBytes, times, how.apply(proxy));
  }

  /** The same to answers that may have no body: then in the middle of their head. */
  public void spoil(FaultProxy proxy, int times, boolean empty) {
    proxy.spoil(empty ? Math.min(afterBytes, MIDDLE_OF_HEAD) : afterBytes, times, how.apply(proxy));
  }

  /** A change after which the connection goes on. */
  private interface Change {
    byte[] of(byte[] bytes, Socket receiver) throws IOException, InterruptedException;
  }

  private static Fault passing(Change change) {
    return new Fault() {
      @Override
      public void on(Socket receiver) {
        throw new IllegalStateException("goes on");
      }

      @Override
      public boolean instead(byte[] bytes, int from, int to, Socket receiver)
          throws IOException, InterruptedException {
        byte[] rest = Arrays.copyOfRange(bytes, from, to);
        receiver.getOutputStream().write(change.of(rest, receiver));
        return true;
      }
    };
  }

  private static byte[] late(byte[] bytes, Socket receiver) throws InterruptedException {
    Thread.sleep(PATIENCE.dividedBy(4).toMillis());
    return bytes;
  }

  private static byte[] drip(byte[] bytes, Socket receiver)
      throws IOException, InterruptedException {
    for (byte one : bytes) {
      receiver.getOutputStream().write(one);
      Thread.sleep(PATIENCE.dividedBy(20).toMillis());
    }
    return new byte[0];
  }

  private static byte[] changed(byte[] bytes, Socket receiver) {
    bytes[0] ^= 4;
    return bytes;
  }

  private static Change length(int more) {
    return (bytes, receiver) -> {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      Matcher length = LENGTH.matcher(text);
      if (!length.find()) {
        throw new IllegalStateException("no length in " + text);
      }
      boolean chunk = length.group(2) == null;
      int said = Integer.parseInt(length.group(chunk ? 4 : 2), chunk ? 16 : 10);
      String lie =
          chunk
              ? length.group(3) + Integer.toHexString(said + more)
              : length.group(1) + (said + more);
      return (text.substring(0, length.start()) + lie + text.substring(length.end()))
          .getBytes(StandardCharsets.ISO_8859_1);
    };
  }

  private static Fault answer(String status, String body) {
    return FaultProxy.text(
        "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }
}
