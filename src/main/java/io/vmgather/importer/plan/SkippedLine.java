package io.vmgather.importer.plan;

/**
 * A line that can't be imported.
 *
 * @param line its number, from 1
 * @param reason for a person, without what stands in it
 * @param samples in it, as far as they could be counted
 */
public record SkippedLine(long line, String reason, long samples) {}
