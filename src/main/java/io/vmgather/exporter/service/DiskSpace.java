package io.vmgather.exporter.service;

/**
 * Room where an archive would be staged.
 *
 * @param path of the folder
 * @param freeBytes -1 when it can't be told
 * @param enough whether the archive fits, as far as that can be told
 */
public record DiskSpace(String path, long freeBytes, boolean enough) {}
