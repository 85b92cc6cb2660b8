package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A range cut into batches of equal length, the last one maybe shorter: the unit of progress and of
 * checkpoints. Nothing is stored per batch.
 *
 * @param range what is exported
 * @param interval length of a batch
 * @param kept whether each batch must be one fetch: so for an interval that somebody chose
 */
public record Batches(TimeWindow range, Duration interval, boolean kept) {
  static final Duration SHORTEST = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofHours(24);

  /** Automatic batches: 30 s up to 15 min of range, 1 min up to 6 h, 5 min above. */
  public static Batches automatic(TimeWindow range) {
    return new Batches(range, cadence(range), false);
  }

  /** The whole range as one batch. */
  public static Batches single(TimeWindow range) {
    return new Batches(range, Duration.ofMillis(range.lengthMillis()), true);
  }

  /**
   * Batches of a chosen length.
   *
   * @throws GatherException INVALID_INPUT when it is not within 30 s and 24 h
   */
  public static Batches custom(TimeWindow range, Duration interval) {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              "a batch of " + interval.toSeconds() + " s is not within 30 and 86400 s")
          .hint("Choose 30 seconds to 24 hours, or leave the interval out.")
          .at("batching.custom_interval_seconds");
    }
    return new Batches(range, interval, true);
  }

  /** What a client asks for; an interval out of bounds becomes the next within, as in 1.x. */
  static Batches of(TimeWindow range, ExportConfig.Batching batching, Consumer<String> warnings) {
    if (!batching.enabled()) {
      return single(range);
    }
    long seconds = batching.customIntervalSeconds();
    if (seconds == 0) {
      return automatic(range);
    }
    if (seconds > 0 && seconds < SHORTEST.toSeconds()) {
      warnings.accept("the batch interval of " + seconds + " s was raised to 30 s, the shortest");
      return custom(range, SHORTEST);
    }
    if (seconds > LONGEST.toSeconds()) {
      warnings.accept("the batch interval of " + seconds + " s was cut to 24 hours, the longest");
      return custom(range, LONGEST);
    }
    return custom(range, Duration.ofSeconds(seconds));
  }

  /** The step of the fallback to query_range when none was asked for. */
  static Duration cadence(TimeWindow range) {
    Duration length = Duration.ofMillis(range.lengthMillis());
    if (length.compareTo(Duration.ofMinutes(15)) <= 0) {
      return Duration.ofSeconds(30);
    }
    return length.compareTo(Duration.ofHours(6)) <= 0
        ? Duration.ofMinutes(1)
        : Duration.ofMinutes(5);
  }

  public int count() {
    return Math.toIntExact((range.lengthMillis() - 1) / interval.toMillis() + 1);
  }

  /** The window of the batches {@code [first, first + number)}, cut at the range's end. */
  public TimeWindow span(int first, int number) {
    long start = range.startMillis() + first * interval.toMillis();
    long end = Math.min(range.endMillis(), start + number * interval.toMillis());
    return new TimeWindow(start, end);
  }
}
