package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * The part of a staging file that a checkpoint vouches for.
 *
 * @param stagingBytes length in the file, its header included
 * @param totals what it holds
 * @param crc CRC-32 of the uncompressed lines
 * @param sha256 state of the hash behind them; never updated, only copied
 */
record StagedPart(long stagingBytes, StagingTotals totals, long crc, MessageDigest sha256) {
  static StagedPart empty() {
    return new StagedPart(GzipHeader.LENGTH, StagingTotals.NONE, 0, Sha256.newDigest());
  }

  Checkpoint checkpoint(String jobId) {
    return new Checkpoint(
        Checkpoint.VERSION,
        jobId,
        stagingBytes,
        totals.uncompressedBytes(),
        totals.lines(),
        totals.samples(),
        crc,
        StagingFile.hex(sha256));
  }

  MetricsFacts facts() {
    return new MetricsFacts(
        StagingFile.hex(sha256), totals.uncompressedBytes(), totals.lines(), totals.samples());
  }

  /** Reads the file again and compares it with its checkpoint. */
  static StagedPart verify(StagingPaths paths, Checkpoint said) throws IOException {
    if (said.stagingBytes() < GzipHeader.LENGTH
        || Files.size(paths.archive()) < said.stagingBytes()) {
      throw damaged(paths, "it is shorter than its checkpoint says");
    }
    StagedPart found = recompute(paths, said);
    if (!found.checkpoint(said.jobId()).equals(said)) {
      throw damaged(paths, "its checksum does not match its checkpoint");
    }
    return found;
  }

  private static StagedPart recompute(StagingPaths paths, Checkpoint said) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    CRC32 crc = new CRC32();
    long length = 0;
    long lines = 0;
    byte[] buffer = new byte[CommittedStream.BUFFER_BYTES];
    try (InputStream in = CommittedStream.open(paths.archive(), said.stagingBytes())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        crc.update(buffer, 0, n);
        length += n;
        lines += newlines(buffer, n);
        if (length > said.uncompressedBytes()) {
          break;
        }
      }
    } catch (ZipException | EOFException e) {
      throw damaged(paths, "its blocks can't be inflated");
    }
    // Samples can't be told without parsing; the hash vouches for the lines they were counted in.
    StagingTotals totals =
        new StagingTotals(lines, said.samples(), length, said.stagingBytes() - GzipHeader.LENGTH);
    return new StagedPart(said.stagingBytes(), totals, crc.getValue(), digest);
  }

  private static int newlines(byte[] bytes, int length) {
    int found = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        found++;
      }
    }
    return found;
  }

  private static GatherException damaged(StagingPaths paths, String why) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED, "The staging file " + paths.archive() + " is damaged: " + why)
        .hint("Start the export again; this one can't be resumed.");
  }
}
