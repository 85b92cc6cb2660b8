package io.vmgather.exporter.discover;

import java.util.List;

/**
 * What a query brings.
 *
 * @param resultCount series, in the last five minutes or, when there are none, in the last day
 * @param hasJob whether any of them has a {@code job}
 * @param hasInstance whether any of them has an {@code instance}
 * @param sampleLabels names of their labels, sorted
 * @param queryType {@code selector} or {@code metricsql}
 */
public record QueryReport(
    long resultCount,
    boolean hasJob,
    boolean hasInstance,
    List<String> sampleLabels,
    String queryType,
    List<String> warnings) {}
