package io.vmgather.importer.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import io.vmgather.common.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a resumed import must know: written beside the bundle again and again, as a whole or not at
 * all. It holds no secret and nothing of the bundle's content.
 *
 * @param version of this format
 * @param metricsSha256 of the inflated metrics: another bundle can't go on from here
 * @param plan what is done to the lines
 * @param keeps what the target kept when the import began
 * @param offset inflated bytes whose lines the target has taken
 * @param settled inflated bytes whose lines it has had the time to write to its disk
 * @param targetStart as {@link TargetStart} has it: another, or none, may have lost what is between
 * @param sum over all of this
 */
record Checkpoint(
    int version,
    String metricsSha256,
    AgreedPlan plan,
    TargetKeeps keeps,
    long offset,
    long settled,
    long targetStart,
    String sum) {
  private static final int VERSION = 3;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .build();

  static Checkpoint of(
      String metricsSha256,
      AgreedPlan plan,
      TargetKeeps keeps,
      long offset,
      long settled,
      long targetStart) {
    Checkpoint unsummed =
        new Checkpoint(VERSION, metricsSha256, plan, keeps, offset, settled, targetStart, "");
    return new Checkpoint(
        VERSION, metricsSha256, plan, keeps, offset, settled, targetStart, unsummed.computed());
  }

  /**
   * Throws unless an import of this bundle with this plan may go on from here.
   *
   * @throws GatherException BUNDLE_DAMAGED for another bundle; INVALID_INPUT for another plan
   */
  void requireOf(String metricsSha256, AgreedPlan plan) {
    if (!this.metricsSha256.equals(metricsSha256)) {
      throw new GatherException(
              ErrorCode.BUNDLE_DAMAGED, "This is not the bundle that the import began with")
          .hint("Give the same file again, or import this one from its start.");
    }
    if (!this.plan.equals(plan)) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              "The import began with another shift, step, tenant or user, or other labels")
          .hint("Resume it as it began, or import from the start.");
    }
  }

  /** From where a target that was started at that time has to be sent the lines. */
  long resumeOffset(long targetStartNow) {
    return targetStart != TargetStart.UNKNOWN && targetStart == targetStartNow ? offset : settled;
  }

  private String computed() {
    String all =
        String.join(
            "\n",
            String.valueOf(version),
            metricsSha256,
            String.valueOf(plan),
            String.valueOf(keeps),
            offset + " " + settled + " " + targetStart);
    return HexFormat.of()
        .formatHex(Sha256.newDigest().digest(all.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The one that was written last; empty when none was.
   *
   * @throws GatherException BUNDLE_DAMAGED when it is not as it was written; FILE_ACCESS
   */
  static Optional<Checkpoint> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Checkpoint found = JSON.readValue(Files.readAllBytes(file), Checkpoint.class);
      if (found == null || found.version != VERSION || !found.computed().equals(found.sum)) {
        throw damaged(file, null);
      }
      return Optional.of(found);
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw FileFailure.of(e, "reading the checkpoint", file);
    }
  }

  /**
   * How far an earlier run came; 0 without one, or where it can't be read: a resume then says why.
   */
  static long offsetIn(Path file) {
    try {
      return file == null ? 0 : read(file).map(Checkpoint::offset).orElse(0L);
    } catch (GatherException unreadable) {
      return 0;
    }
  }

  /** Puts it in the place of the one before. */
  void write(Path file) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.write(next, JSON.writeValueAsBytes(this));
      try {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw FileFailure.of(e, "writing the checkpoint", file);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".next"));
    } catch (IOException e) {
      throw FileFailure.of(e, "deleting the checkpoint", file);
    }
  }

  private static GatherException damaged(Path file, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED, "The checkpoint " + file.getFileName() + " is damaged", cause)
        .hint(
            "Delete it and import the bundle from its start. What was sent before is then there twice,"
                + " unless the target runs with -dedup.minScrapeInterval.");
  }
}
