package io.vmgather.importer.web;

import io.vmgather.importer.job.ImportConfig;

/**
 * What to do with a bundle that was sent before.
 *
 * @param config required: where to and how
 * @param bundleId required: as the upload answered it
 * @param fullCollection whether all lines are looked at, or the first 2,000
 */
public record ImportRequest(ImportConfig config, String bundleId, boolean fullCollection) {}
