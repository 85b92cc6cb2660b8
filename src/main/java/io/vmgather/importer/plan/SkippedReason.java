package io.vmgather.importer.plan;

/**
 * How many lines can't be imported for one reason.
 *
 * @param reason for a person
 * @param lines that have it
 * @param samples of these, as far as they could be counted
 */
public record SkippedReason(String reason, long lines, long samples) {}
