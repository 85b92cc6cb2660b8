package io.vmgather.importer.job;

import io.vmgather.importer.read.ReadLimits;
import java.time.Clock;

/**
 * What whoever runs imports decides for all of them.
 *
 * @param limits on bundles
 */
public record ImportSettings(ReadLimits limits, Clock clock) {
  public static ImportSettings defaults() {
    return new ImportSettings(ReadLimits.defaults(), Clock.systemUTC());
  }
}
