package io.vmgather.exporter.service;

import io.vmgather.common.jobs.JobId;
import io.vmgather.exporter.bundle.StagingFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What servers that are gone left behind: old staging, and bundles nobody fetched. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final ServiceSettings settings;

  Leftovers(ServiceSettings settings) {
    this.settings = settings;
  }

  /** Deletes what is too old; nothing that a live export works on. */
  void sweep() {
    int staged = sweepStaging(settings.stagingRoot());
    if (!settings.shared() && !settings.outputRoot().equals(settings.stagingRoot())) {
      // Bundles that were being assembled grow beside the finished ones.
      staged += sweepStaging(settings.outputRoot());
    }
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
