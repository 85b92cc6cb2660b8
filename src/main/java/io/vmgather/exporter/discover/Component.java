package io.vmgather.exporter.discover;

import java.util.List;
import java.util.Map;

/**
 * A VictoriaMetrics component that was seen.
 *
 * @param component such as {@code vmagent} or {@code victoria-metrics}
 * @param jobs values of {@code job}, sorted
 * @param instanceCount distinct values of {@code instance}
 * @param metricsCountEstimate series of its instances
 * @param jobMetrics the same by job
 * @param versions short versions such as {@code v1.150.0}, sorted; empty where builds don't tell
 */
public record Component(
    String component,
    List<String> jobs,
    int instanceCount,
    long metricsCountEstimate,
    Map<String, Long> jobMetrics,
    List<String> versions) {}
