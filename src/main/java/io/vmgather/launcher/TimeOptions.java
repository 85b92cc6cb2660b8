package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.job.ExportConfig;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** From when to when. */
final class TimeOptions {
  @Option(
      names = "--last",
      paramLabel = "LENGTH",
      converter = LengthOfTime.class,
      description =
          "The time up to --end, such as 15m, 6h, 1d (units: s, m, h, d, w). Default: 1h.")
  private Duration last;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "First moment inside, in RFC 3339: 2026-11-22T10:00:00Z. Instead of --last.")
  private String start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "First moment outside, in RFC 3339. Default: now.")
  private String end;

  /** The range; its end is the moment of the call where none was given. */
  TimeWindow window(Instant now) {
    if (start != null && last != null) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "--start and --last contradict each other")
          .hint("Give one of them.");
    }
    Instant until = end == null ? now : new ExportConfig.TimeRange(end, end).startInstant();
    Duration length = last == null ? Duration.ofHours(1) : last;
    if (length.compareTo(Duration.between(Instant.EPOCH, until)) > 0) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "--last goes back to before 1970")
          .hint("Give a shorter time, such as 6h or 7d.");
    }
    Instant from =
        start == null
            ? until.minus(length)
            : new ExportConfig.TimeRange(start, start).startInstant();
    return TimeWindow.of(from, until);
  }
}
