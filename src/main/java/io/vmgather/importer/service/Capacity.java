package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import java.util.Collection;

/** How many imports may be under way. */
final class Capacity {
  private Capacity() {}

  /**
   * Refuses one more.
   *
   * @throws GatherException LIMIT_REACHED
   */
  static void require(ServiceSettings settings, Collection<ImportJob> jobs, Owner owner) {
    long all = jobs.stream().filter(ImportJob::active).count();
    long own = jobs.stream().filter(job -> job.active() && job.owner().equals(owner)).count();
    if (all >= settings.jobs() || own >= settings.jobsOfOwner()) {
      String whose = all >= settings.jobs() ? all + " imports are" : own + " imports of yours are";
      throw new GatherException(
              ErrorCode.LIMIT_REACHED, whose + " under way, as many as this server allows")
          .hint("Wait until one has ended, or cancel one.");
    }
  }
}
