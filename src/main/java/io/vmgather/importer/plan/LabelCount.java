package io.vmgather.importer.plan;

/**
 * How many series have a label.
 *
 * @param name of the label
 * @param count series that have it
 * @param overLimitCount of these, series with more labels than the target takes
 */
public record LabelCount(String name, long count, long overLimitCount) {}
