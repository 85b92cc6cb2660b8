package io.vmgather.exporter.discover;

import java.util.List;

/**
 * What an export will be about as large as.
 *
 * @param series distinct series, too low where series come and go
 * @param samples raw samples
 * @param bytes of JSON lines before compression
 * @param intervalMillis mean time between two samples of a series, gaps included; 0 when nothing
 *     was found
 * @param warnings for the user to read
 */
public record Estimate(
    long series, long samples, long bytes, long intervalMillis, List<String> warnings) {}
