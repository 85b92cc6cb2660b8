package io.vmgather.importer.service;

import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ImportSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * How the importer serves its owners.
 *
 * @param shared whether many people use it
 * @param stagingRoot where uploads lie until they are imported
 * @param imports what each import needs
 * @param client how targets are spoken to
 * @param jobs imports under way at once, at least 1
 * @param jobsOfOwner the same of one owner
 * @param keepJobs how long an ended job is remembered
 * @param keepUploads how long a bundle waits for its import
 * @param keepStaging how long an import that did not complete can be resumed
 * @param uploadBytes the largest bundle
 * @param allUploadsBytes all bundles that lie there at a time
 * @param uploadsOfOwnerBytes the same of one owner
 */
public record ServiceSettings(
    boolean shared,
    Path stagingRoot,
    ImportSettings imports,
    VmClient.Settings client,
    int jobs,
    int jobsOfOwner,
    Duration keepJobs,
    Duration keepUploads,
    Duration keepStaging,
    long uploadBytes,
    long allUploadsBytes,
    long uploadsOfOwnerBytes,
    Clock clock) {}
