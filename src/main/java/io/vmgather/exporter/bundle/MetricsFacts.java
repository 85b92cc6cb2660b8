package io.vmgather.exporter.bundle;

/**
 * What {@code metrics.jsonl} of a bundle adds up to; known before the manifest is written.
 *
 * @param sha256 of the uncompressed entry, lower-case hex
 * @param bytes its uncompressed length
 * @param lines newlines in it
 * @param samples pairs of value and timestamp
 */
public record MetricsFacts(String sha256, long bytes, long lines, long samples) {}
