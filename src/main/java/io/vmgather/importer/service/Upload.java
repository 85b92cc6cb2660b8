package io.vmgather.importer.service;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vmgather.common.Owner;
import java.nio.file.Path;

/**
 * A bundle that lies in the staging folder.
 *
 * @param id 32 hexadecimal digits, random; also its folder's name
 * @param name of the file as its sender called it, for people only
 * @param kind {@code zip}, {@code jsonl} or {@code jsonl.gz}, by its first bytes
 * @param sha256 of the whole file
 * @param createdAtMillis since the epoch
 */
public record Upload(
    String id,
    Owner owner,
    String name,
    String kind,
    long bytes,
    String sha256,
    long createdAtMillis,
    @JsonIgnore Path folder) {
  static final String DESCRIPTION = "upload.json";

  /** The file; its name is ours, never the sender's. */
  public Path file() {
    return folder.resolve("bundle." + kind);
  }

  Upload in(Path place) {
    return new Upload(id, owner, name, kind, bytes, sha256, createdAtMillis, place);
  }

  /** What an import of it keeps here; the folder goes as a whole. */
  Path job(String jobId) {
    return folder.resolve(jobId + SavedJob.SUFFIX);
  }

  /** What the target has of it by then. */
  Path checkpoint(String jobId) {
    return folder.resolve(jobId + ".checkpoint");
  }
}
