package io.vmgather.importer.service;

import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.TargetKeeps;

/**
 * What lies beside a bundle of an import that has not completed, so that a server that starts again
 * can go on with it. No credential is in it.
 *
 * @param id 32 hexadecimal digits
 * @param config without secrets
 * @param signsIn whether secrets are needed to go on
 * @param keeps what was known of the target at the start; it holds for all attempts, as else
 *     offsets would mean other lines
 * @param sent whether all was sent, and only counting is left
 * @param createdAtMillis since the epoch
 */
record SavedJob(
    String id,
    ImportConfig config,
    boolean signsIn,
    TargetKeeps keeps,
    boolean sent,
    long createdAtMillis) {
  static final String SUFFIX = ".job.json";

  SavedJob withSent(boolean all) {
    return new SavedJob(id, config, signsIn, keeps, all, createdAtMillis);
  }
}
