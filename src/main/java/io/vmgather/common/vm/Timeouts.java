package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.Duration;

/**
 * How long each phase of a request may take; the whole has no limit, because an export takes as
 * long as its data is large.
 *
 * @param connect until the TCP connection stands, TLS included
 * @param firstByte from the request's end to the answer's first byte; VictoriaMetrics answers an
 *     export only after it found the series, and an unstreamed one after it read them
 * @param stall between two bytes of the answer's body
 */
public record Timeouts(Duration connect, Duration firstByte, Duration stall) {
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(60));

  /** For finding out where a server answers: nobody waits minutes for that. */
  public static final Timeouts PROBE =
      new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));

  public Timeouts {
    check("connect", connect);
    check("first byte", firstByte);
    check("stall", stall);
  }

  /** Each phase as long as here, or as there where that is shorter. */
  public Timeouts orShorter(Timeouts other) {
    return new Timeouts(
        shorter(connect, other.connect),
        shorter(firstByte, other.firstByte),
        shorter(stall, other.stall));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static void check(String name, Duration timeout) {
    // Sockets count in int milliseconds, and 0 would mean no limit at all.
    if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new GatherException(
          ErrorCode.INVALID_INPUT,
          "The " + name + " time-out is " + timeout + ", allowed are 1 ms to 24 h");
    }
  }
}
