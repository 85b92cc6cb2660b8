package io.vmgather.exporter.discover;

import java.util.List;

/**
 * What a {@link Discovery} found, sorted by component, and by job and instance.
 *
 * @param warnings for the user to read, such as a partial answer
 */
public record Discovered(List<Component> components, List<Target> targets, List<String> warnings) {}
