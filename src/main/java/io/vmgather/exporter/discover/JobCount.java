package io.vmgather.exporter.discover;

/**
 * A job within a selection.
 *
 * @param job value of {@code job}
 * @param instanceCount distinct values of {@code instance}
 * @param metricsCountEstimate series
 */
public record JobCount(String job, int instanceCount, long metricsCountEstimate) {}
