package io.vmgather.exporter.discover;

/**
 * One scraped process of a component.
 *
 * @param version its short version, or the long one where there is no short; may be empty
 */
public record Target(String component, String job, String instance, String version) {}
