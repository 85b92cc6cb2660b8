package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportSettings;
import io.vmgather.exporter.job.ResumeTicket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a job's files lie, and which folders a client may name. */
final class JobFolders {
  private final ServiceSettings settings;

  JobFolders(ServiceSettings settings) {
    this.settings = settings;
  }

  /** On a shared server each job has an output folder of its own: names can't meet there. */
  ExportSettings settingsOf(String jobId) {
    return settings.shared()
        ? settings.export().withOutputFolder(settings.outputRoot().resolve(jobId))
        : settings.export();
  }

  /**
   * @throws GatherException at staging_dir: INVALID_INPUT for what is no path, FORBIDDEN for a
   *     folder outside of the root
   */
  ExportConfig allowed(ExportConfig config) {
    String folder = config.stagingDir();
    if (settings.shared() && folder != null && !folder.isBlank()) {
      requireWithin(path(folder, "staging_dir"), "staging_dir");
    }
    return config;
  }

  /**
   * @throws GatherException FORBIDDEN at resume_token for a folder outside of the root
   */
  ResumeTicket allowed(ResumeTicket ticket) {
    if (settings.shared()) {
      requireWithin(ticket.stagingFolder(), "resume_token");
    }
    return ticket;
  }

  /**
   * The path that a client wrote.
   *
   * @throws GatherException INVALID_INPUT at the field for what can be none, such as a NUL in it
   */
  static Path path(String text, String field) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "this is no path", e).at(field);
    }
  }

  private void requireWithin(Path folder, String field) {
    if (!within(settings.stagingRoot(), folder)) {
      throw outside(field);
    }
  }

  static GatherException outside(String field) {
    return new GatherException(ErrorCode.FORBIDDEN, "this folder is outside of the staging root")
        .hint("Leave it out, or choose one that the server lists.")
        .at(field);
  }

  /** Whether the folder, followed through all links as far as it exists, lies in the root. */
  static boolean within(Path root, Path folder) {
    try {
      Path real = root.toRealPath();
      Path wanted = folder.toAbsolutePath().normalize();
      Path existing = wanted;
      while (existing != null && !Files.exists(existing)) {
        existing = existing.getParent();
      }
      if (existing == null) {
        return false;
      }
      Path followed = existing.toRealPath().resolve(existing.relativize(wanted)).normalize();
      return followed.startsWith(real);
    } catch (IOException e) {
      return false;
    }
  }
}
