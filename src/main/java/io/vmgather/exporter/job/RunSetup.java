package io.vmgather.exporter.job;

import io.vmgather.exporter.obfuscate.Dictionary;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is made of before it does anything.
 *
 * @param ticket null when nothing stays of the run
 */
record RunSetup(
    ExportPlan plan,
    ExportSettings settings,
    Dictionary dictionary,
    String exportId,
    ResumeTicket ticket) {
  boolean resumable() {
    return ticket != null;
  }

  Optional<ResumeTicket> ticketIfAny() {
    return Optional.ofNullable(ticket);
  }

  Path stagingFolder() {
    return ticketIfAny()
        .map(ResumeTicket::stagingFolder)
        .or(plan::stagingFolder)
        .orElse(settings.stagingFolder());
  }

  /** Part of the staging files' names. */
  String stagingId() {
    return ticketIfAny().map(ResumeTicket::jobId).orElse(exportId);
  }
}
