package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import io.vmgather.exporter.bundle.FinishedBundle;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bundles that this process made and their owners. On a shared server a bundle goes once it was
 * downloaded, or after a while; on a person's own machine it is theirs and stays. Any thread.
 */
public final class FinishedBundles {
  private final ServiceSettings settings;
  private final Map<String, Kept> byJob = new LinkedHashMap<>();

  private record Kept(Owner owner, FinishedBundle bundle, Instant goesAt) {}

  public FinishedBundles(ServiceSettings settings) {
    this.settings = settings;
  }

  synchronized void add(String jobId, Owner owner, FinishedBundle bundle) {
    byJob.put(jobId, new Kept(owner, bundle, after(settings.keepBundles())));
  }

  /**
   * Refuses one more, before anything is read for it.
   *
   * @throws GatherException LIMIT_REACHED
   */
  synchronized void requireRoom(Owner owner) {
    if (!settings.shared()) {
      return;
    }
    long own =
        byJob.values().stream()
            .filter(kept -> kept.owner().equals(owner))
            .mapToLong(kept -> kept.bundle().sizeBytes())
            .sum();
    if (own >= settings.bundlesOfOwnerBytes()) {
      throw new GatherException(
              ErrorCode.LIMIT_REACHED, "your bundles take as much room as this server allows you")
          .hint("Download them: a bundle goes a while after its download.");
    }
    if (onDisk() >= settings.allBundlesBytes()) {
      throw new GatherException(
              ErrorCode.LIMIT_REACHED, "the bundles take as much room as this server has for them")
          .hint("Try again later: bundles go a while after their download.");
    }
  }

  /** Also what servers left that are gone, until it is swept; 0 where nothing can be read. */
  private long onDisk() {
    long bytes = 0;
    try (DirectoryStream<Path> jobs = Files.newDirectoryStream(settings.outputRoot())) {
      for (Path job : jobs) {
        if (JobId.is(job.getFileName().toString()) && Files.isDirectory(job)) {
          bytes += inFolder(job);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Not there yet; what can't be written to is said by the export itself.
    }
    return bytes;
  }

  private static long inFolder(Path job) throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(job)) {
      for (Path file : files) {
        bytes += file.toFile().length(); // 0 for one that goes meanwhile
      }
    }
    return bytes;
  }

  /**
   * The bundle of a job.
   *
   * @throws GatherException NOT_FOUND, also for another owner's
   */
  public synchronized FinishedBundle ofJob(Owner owner, String jobId) {
    Kept kept = byJob.get(jobId);
    if (kept == null || !kept.owner().equals(owner)) {
      throw gone();
    }
    return present(kept.bundle());
  }

  /**
   * The bundle at a path, which must be, to the letter, one that this owner's export answered.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT without a path
   */
  public synchronized FinishedBundle at(Owner owner, String path) {
    if (path == null || path.isBlank()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the path is missing").at("path");
    }
    return byJob.values().stream()
        .filter(kept -> kept.owner().equals(owner))
        .map(Kept::bundle)
        .filter(bundle -> bundle.path().toString().equals(path))
        .findFirst()
        .map(FinishedBundles::present)
        .orElseThrow(FinishedBundles::gone);
  }

  /** Says that the bundle was sent as a whole. */
  public synchronized void downloaded(FinishedBundle bundle) {
    byJob.replaceAll(
        (id, kept) -> {
          Instant soon = after(settings.keepDownloaded());
          boolean sooner = kept.bundle().equals(bundle) && soon.isBefore(kept.goesAt());
          return sooner ? new Kept(kept.owner(), bundle, soon) : kept;
        });
  }

  /** Deletes the bundles whose time is over; nothing where they are the person's own. */
  void removeOld() {
    if (settings.shared()) {
      Instant now = settings.clock().instant();
      takeOut(now).forEach(FinishedBundles::delete);
    }
  }

  /** Forgets all; on a shared server they are deleted: nobody could ask for them any more. */
  void close() {
    if (settings.shared()) {
      takeOut(Instant.MAX).forEach(FinishedBundles::delete);
    }
  }

  private synchronized List<Path> takeOut(Instant now) {
    List<Path> old = new ArrayList<>();
    for (Iterator<Kept> kept = byJob.values().iterator(); kept.hasNext(); ) {
      Kept one = kept.next();
      if (one.goesAt().isBefore(now)) {
        old.add(one.bundle().path());
        kept.remove();
      }
    }
    return old;
  }

  private Instant after(Duration time) {
    return settings.clock().instant().plus(time);
  }

  /** With its folder, which is the job's own on a shared server. */
  private static void delete(Path bundle) {
    try {
      Files.deleteIfExists(bundle);
      Files.deleteIfExists(bundle.getParent());
    } catch (IOException e) {
      // The sweep at the next start takes it.
    }
  }

  private static FinishedBundle present(FinishedBundle bundle) {
    if (!Files.isRegularFile(bundle.path())) {
      throw gone();
    }
    return bundle;
  }

  private static GatherException gone() {
    return new GatherException(ErrorCode.NOT_FOUND, "there is no such bundle")
        .hint("Bundles go a while after their download. Make it again, if it is still needed.")
        .at("path");
  }
}
