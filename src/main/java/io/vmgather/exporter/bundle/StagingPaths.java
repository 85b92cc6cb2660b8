package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files of one job in the staging folder.
 *
 * @param folder all of them lie in it
 * @param jobId letters, digits, {@code _}, {@code -} and {@code .}, at most 100; never a path
 */
record StagingPaths(Path folder, String jobId) {
  private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  StagingPaths {
    if (!SAFE_ID.matcher(jobId).matches()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "Not a job id: " + jobId).at("job_id");
    }
  }

  /** A gzip header and deflated blocks: {@code zcat} prints it up to where it ends. */
  Path archive() {
    return folder.resolve(jobId + ".partial.jsonl.gz");
  }

  Path checkpoint() {
    return folder.resolve(jobId + ".checkpoint.json");
  }

  Path nextCheckpoint() {
    return folder.resolve(jobId + ".checkpoint.json.next");
  }

  /** What a resume needs, encrypted: see {@link SealedJournal}. */
  Path sealed() {
    return folder.resolve(jobId + ".sealed");
  }

  /** Empty; see {@link StagingLock}. */
  Path lock() {
    return folder.resolve(jobId + ".lock");
  }

  /** The ZIP while it is assembled. */
  Path hiddenBundle(Path outputFolder) {
    return outputFolder.resolve("." + jobId + ".zip.partial");
  }

  /** The deflated manifest while the ZIP is assembled. */
  Path manifest() {
    return folder.resolve(jobId + ".manifest.deflated");
  }

  /**
   * All that lie in the staging folder. The checkpoint first: without it nobody takes the rest for
   * something to go on from.
   */
  List<Path> all() {
    return List.of(checkpoint(), nextCheckpoint(), sealed(), manifest(), archive(), lock());
  }
}
