package io.vmgather.importer.job;

import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.importer.read.ReadLimits;
import java.time.Clock;
import java.time.Duration;

/**
 * What whoever runs imports decides for all of them.
 *
 * @param limits on bundles
 * @param patience with a target that is busy, restarts or went away: for each chunk, and before the
 *     import goes on where it was interrupted
 */
public record ImportSettings(ReadLimits limits, Clock clock, RetryPolicy patience) {
  /** With patience for about a minute, which is longer than a server needs to start again. */
  public ImportSettings(ReadLimits limits, Clock clock) {
    this(limits, clock, RetryPolicy.of(8, Duration.ofMillis(500), Duration.ofSeconds(30)));
  }

  public static ImportSettings defaults() {
    return new ImportSettings(ReadLimits.defaults(), Clock.systemUTC());
  }
}
