package io.vmgather.importer.verify;

/**
 * A metric that was sent.
 *
 * @param name empty for series without one
 * @param series of it
 * @param samples of these
 */
public record SentMetric(String name, long series, long samples) {}
