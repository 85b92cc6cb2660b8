package io.vmgather.exporter.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the checkpoint file says of the staging file beside it.
 *
 * @param version of this layout
 * @param jobId whose staging it is
 * @param stagingBytes length of the staging file at the checkpoint; what lies behind is not counted
 * @param uncompressedBytes length of the lines
 * @param crc32 of the uncompressed lines as they are written
 * @param sha256 of the same, lower-case hex
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Checkpoint(
    int version,
    @JsonProperty("job_id") String jobId,
    @JsonProperty("staging_bytes") long stagingBytes,
    @JsonProperty("uncompressed_bytes") long uncompressedBytes,
    long lines,
    long samples,
    long crc32,
    String sha256) {
  static final int VERSION = 1;
}
