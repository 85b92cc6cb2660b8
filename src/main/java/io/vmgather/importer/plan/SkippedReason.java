package io.vmgather.importer.plan;

/** How many lines can't be imported for one reason, and their samples as far as counted. */
public record SkippedReason(String reason, long lines, long samples) {}
