package io.vmgather.exporter.service;

import io.vmgather.exporter.job.ExportSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * How the exporter serves its owners.
 *
 * @param shared whether many people use it: each bundle then gets a folder of its own and goes
 *     after a while, and nobody names a folder outside of the roots
 * @param export what each export needs; its folders are the roots
 * @param jobs exports under way at once, at least 1
 * @param jobsOfOwner the same of one owner
 * @param keepJobs how long an ended job is remembered
 * @param keepBundles how long a bundle waits for its download; only where it is shared
 * @param keepDownloaded how long it stays once it was downloaded as a whole
 * @param allBundlesBytes finished bundles with which no export begins; only where it is shared
 * @param bundlesOfOwnerBytes the same of one owner
 * @param keepStaging how long what could be resumed lies in the staging root
 * @param keepSession how long an idle owner's tokens are remembered
 */
public record ServiceSettings(
    boolean shared,
    ExportSettings export,
    int jobs,
    int jobsOfOwner,
    Duration keepJobs,
    Duration keepBundles,
    Duration keepDownloaded,
    long allBundlesBytes,
    long bundlesOfOwnerBytes,
    Duration keepStaging,
    Duration keepSession) {

  public Path outputRoot() {
    return export.outputFolder();
  }

  public Path stagingRoot() {
    return export.stagingFolder();
  }

  public Clock clock() {
    return export.clock();
  }
}
