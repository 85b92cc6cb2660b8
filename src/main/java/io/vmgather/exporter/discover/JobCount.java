package io.vmgather.exporter.discover;

/** A job within a selection; {@code metricsCountEstimate} counts its series there. */
public record JobCount(String job, int instanceCount, long metricsCountEstimate) {}
