package io.vmgather.importer.verify;

import java.util.Map;

/**
 * One series of which samples are missing.
 *
 * @param labels as they were sent
 * @param expected distinct timestamps that were sent
 * @param found how many of them are there
 * @param cause the likely one
 * @param reason the same for a person
 */
public record Difference(
    Map<String, String> labels, long expected, long found, Cause cause, String reason) {
  public Difference {
    labels = Map.copyOf(labels);
  }
}
