package io.vmgather.exporter.bundle;

import java.nio.file.Path;

/**
 * A bundle that lies whole and durable in its folder.
 *
 * @param path its file
 * @param name the file's name, which differs from the wanted one when that existed
 * @param sizeBytes of the ZIP
 * @param sha256 of the ZIP, lower-case hex
 * @param metrics what its metrics entry adds up to
 */
public record FinishedBundle(
    Path path, String name, long sizeBytes, String sha256, MetricsFacts metrics) {}
