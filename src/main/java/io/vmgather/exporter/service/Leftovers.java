package io.vmgather.exporter.service;

import io.vmgather.common.jobs.JobId;
import io.vmgather.exporter.bundle.StagingFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What servers that are gone left behind: old staging, and bundles nobody fetched. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final ServiceSettings settings;
  private final StagedElsewhere elsewhere;

  Leftovers(ServiceSettings settings, StagedElsewhere elsewhere) {
    this.settings = settings;
    this.elsewhere = elsewhere;
  }

  /** Deletes what is too old; nothing that a live export works on. */
  void sweep() {
    int staged = sweepStaging(settings.stagingRoot());
    if (!settings.shared() && !settings.outputRoot().equals(settings.stagingRoot())) {
      // Bundles that were being assembled grow beside the finished ones.
      staged += sweepStaging(settings.outputRoot());
    }
    staged += sweepElsewhere();
    int bundles = settings.shared() ? sweepBundles() : 0;
    if (staged + bundles > 0) {
      LOG.atInfo()
          .addKeyValue("staging_files", staged)
          .addKeyValue("bundles", bundles)
          .log("deleted what earlier servers left");
    }
  }

  private int sweepStaging(Path folder) {
    return StagingFolder.sweep(folder, settings.keepStaging(), settings.clock()).size();
  }

  /** In folders that jobs chose, file by file of these jobs: nobody knows what else lies there. */
  private int sweepElsewhere() {
    Instant limit = settings.clock().instant().minus(settings.keepStaging());
    List<String> done = new ArrayList<>();
    int deleted = 0;
    for (StagedElsewhere.Place place : elsewhere.places()) {
      Path folder = place.folder();
      // A link may lead out of the root by now.
      boolean ours = !settings.shared() || JobFolders.within(settings.stagingRoot(), folder);
      if (ours) {
        deleted +=
            StagingFolder.sweep(folder, place.jobId(), settings.keepStaging(), settings.clock())
                .size();
      }
      // A young one may be a job that has not written yet, of this program or another.
      boolean old = place.since().isBefore(limit);
      if (old && !(ours && StagingFolder.hasAnyOf(folder, place.jobId()))) {
        done.add(place.jobId());
      }
    }
    elsewhere.forget(done);
    return deleted;
  }

  private int sweepBundles() {
    Instant limit = settings.clock().instant().minus(settings.keepBundles());
    int deleted = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(settings.outputRoot())) {
      for (Path folder : folders) {
        boolean old = Files.getLastModifiedTime(folder).toInstant().isBefore(limit);
        if (old && JobId.is(folder.getFileName().toString()) && Files.isDirectory(folder)) {
          deleted += deleteAll(folder);
        }
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the output root can't be swept");
    }
    return deleted;
  }

  private static int deleteAll(Path folder) throws IOException {
    int deleted = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
        deleted++;
      }
    }
    Files.delete(folder);
    return deleted;
  }
}
