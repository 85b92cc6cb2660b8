package io.vmgather.importer.service;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The imports of a bundle that can be resumed, beside it. */
final class SavedJobs {
  private SavedJobs() {}

  static List<SavedJob> of(Upload upload) {
    List<SavedJob> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(upload.folder(), "*" + SavedJob.SUFFIX)) {
      for (Path file : files) {
        StagedJson.read(file, SavedJob.class).ifPresent(found::add);
      }
    } catch (IOException e) {
      // Then there is nothing to go on with.
    }
    return found;
  }

  static Optional<SavedJob> find(Upload upload, String jobId) {
    return StagedJson.read(upload.job(jobId), SavedJob.class);
  }

  static void save(Upload upload, SavedJob job) {
    StagedJson.write(upload.job(job.id()), job);
  }

  /** Deletes what the import keeps beside the bundle. */
  static void forget(Upload upload, String jobId) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(upload.folder(), jobId + ".*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It goes with the bundle.
    }
  }
}
