package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What runs have left in a folder: their staging, and bundles that were never finished. */
public final class StagingFolder {
  /** Ids as this program makes them; anything else in the folder is somebody else's. */
  private static final Pattern OURS =
      Pattern.compile(
          "\\.?([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
              + "\\.(?:partial\\.jsonl\\.gz|checkpoint\\.json|checkpoint\\.json\\.next|sealed|lock"
              + "|manifest\\.deflated|zip\\.partial)");

  private StagingFolder() {}

  /** The staging file of a job, there or not. */
  public static Path stagingFile(Path folder, String jobId) {
    return new StagingPaths(folder, jobId).archive();
  }

  /** Whether a checkpoint of that job is there to go on from. */
  public static boolean holds(Path folder, String jobId) {
    return Files.exists(new StagingPaths(folder, jobId).checkpoint());
  }

  /**
   * The state that the job's last checkpoint holds.
   *
   * @throws GatherException NOT_FOUND without a checkpoint; FILE_ACCESS when somebody works on the
   *     job; BUNDLE_DAMAGED when the checkpoint can't be read
   */
  public static <T> T jobState(Path folder, String jobId, Class<T> type) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    if (!Files.exists(paths.checkpoint())) {
      throw new GatherException(ErrorCode.NOT_FOUND, "nothing is left of the export " + jobId)
          .hint("Start it again.");
    }
    try {
      CheckpointFile checkpoint = new CheckpointFile(paths, FileOpener.PRIVATE);
      return StagingLock.alone(
          paths,
          () -> {
            checkpoint.read();
            return checkpoint.readJob(type);
          });
    } catch (IOException e) {
      throw FileFailure.of(e, "reading the checkpoint", paths.checkpoint());
    }
  }

  /**
   * Deletes everything of a job.
   *
   * @param outputFolder may hold a bundle that was never finished
   * @throws GatherException FILE_ACCESS when somebody works on it, or a file can't be deleted
   */
  public static void discard(Path folder, String jobId, Path outputFolder) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      StagingLock.alone(
          paths,
          () -> {
            Files.deleteIfExists(paths.hiddenBundle(outputFolder));
            delete(paths);
            return paths;
          });
    } catch (IOException e) {
      throw FileFailure.of(e, "deleting the staging files", paths.archive());
    }
  }

  /**
   * Deletes what jobs left that nobody has touched for some time and no living process works on.
   * Other files stay, whatever they are.
   *
   * @param folder of staging or of bundles; may be missing
   * @param olderThan since the last write to any file of the job
   * @return what was deleted
   * @throws GatherException FILE_ACCESS when the folder can't be listed; files that can't be
   *     deleted are passed over
   */
  public static List<Path> sweep(Path folder, Duration olderThan, Clock clock) {
    Instant limit = clock.instant().minus(olderThan);
    List<Path> deleted = new ArrayList<>();
    jobs(folder)
        .forEach(
            (job, files) -> {
              if (files.stream().allMatch(file -> before(limit, file))) {
                deleted.addAll(deleteUnlessLocked(new StagingPaths(folder, job), files));
              }
            });
    return deleted;
  }

  /**
   * The same for one job, in a folder of which nothing is known: files of the same form may be
   * somebody else's there.
   *
   * @return what was deleted; nothing while it is too young, or a living process works on it
   */
  public static List<Path> sweep(Path folder, String jobId, Duration olderThan, Clock clock) {
    StagingPaths paths = new StagingPaths(folder, jobId);
    List<Path> files = left(paths);
    Instant limit = clock.instant().minus(olderThan);
    boolean old = !files.isEmpty() && files.stream().allMatch(file -> before(limit, file));
    return old ? deleteUnlessLocked(paths, files) : List.of();
  }

  /** Whether any file of that job is there, to go on from or not. */
  public static boolean hasAnyOf(Path folder, String jobId) {
    return !left(new StagingPaths(folder, jobId)).isEmpty();
  }

  private static List<Path> left(StagingPaths paths) {
    return Stream.concat(paths.all().stream(), Stream.of(paths.hiddenBundle(paths.folder())))
        .filter(Files::isRegularFile)
        .toList();
  }

  private static Map<String, List<Path>> jobs(Path folder) {
    Map<String, List<Path>> jobs = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return jobs;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            Matcher name = OURS.matcher(file.getFileName().toString());
            if (name.matches() && Files.isRegularFile(file)) {
              jobs.computeIfAbsent(name.group(1), id -> new ArrayList<>()).add(file);
            }
          });
    } catch (IOException e) {
      throw FileFailure.of(e, "listing the folder", folder);
    }
    return jobs;
  }

  private static boolean before(Instant limit, Path file) {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      return modified.toInstant().isBefore(limit);
    } catch (IOException e) {
      // Gone already, or not ours to judge.
      return false;
    }
  }

  private static List<Path> deleteUnlessLocked(StagingPaths paths, List<Path> files) {
    List<Path> deleted = new ArrayList<>();
    try {
      StagingLock.alone(
          paths,
          () -> {
            for (Path file : files) {
              if (Files.deleteIfExists(file)) {
                deleted.add(file);
              }
            }
            return Files.deleteIfExists(paths.lock());
          });
    } catch (IOException e) {
      // Somebody works on it, or it can't be deleted: the next sweep sees it again.
      return deleted;
    }
    return deleted;
  }

  /** Whoever calls it holds the lock, or has just closed its staging. */
  static void delete(StagingPaths paths) {
    for (Path path : paths.all()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw FileFailure.of(e, "deleting a staging file", path);
      }
    }
  }
}
