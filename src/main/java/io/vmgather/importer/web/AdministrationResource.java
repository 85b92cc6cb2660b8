package io.vmgather.importer.web;

import io.vmgather.common.Owner;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.web.SomebodysJob;
import io.vmgather.common.web.TargetHost;
import io.vmgather.importer.service.ImportJobs;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.JobSnapshot;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code api/administration}: everybody's imports, for those who look after the server. */
@Path("administration")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AdministrationResource {
  private final ImportJobs jobs;
  private final Identity identity;
  private final ImportAudit audit;

  @Inject
  public AdministrationResource(ImportService service, Identity identity, ImportAudit audit) {
    this.jobs = service.jobs();
    this.identity = identity;
    this.audit = audit;
  }

  /**
   * Everybody's jobs.
   *
   * @param jobs newest first
   */
  public record Jobs(List<SomebodysJob> jobs) {}

  /**
   * Names a job.
   *
   * @param jobId required: of anybody
   */
  public record JobRequest(String jobId) {}

  /**
   * A job that was told to end.
   *
   * @param canceled always true
   * @param jobId the job
   */
  public record Canceled(boolean canceled, String jobId) {}

  /**
   * Everybody's imports, newest first.
   *
   * @throws GatherException FORBIDDEN for who does not administer
   */
  @GET
  @Path("jobs")
  @Consumes(MediaType.WILDCARD)
  public Jobs jobs() {
    SomebodysJob.requireAdministrator(identity);
    return new Jobs(jobs.all().stream().map(AdministrationResource::view).toList());
  }

  /**
   * Ends anybody's import; its owner can resume it.
   *
   * @throws GatherException FORBIDDEN for who does not administer; NOT_FOUND; INVALID_INPUT when it
   *     has ended already
   */
  @POST
  @Path("cancel")
  public Canceled cancel(JobRequest request) {
    SomebodysJob.requireAdministrator(identity);
    String id = request.jobId();
    Owner owner =
        jobs.all().stream()
            .filter(job -> job.id().equals(id))
            .findFirst()
            .map(JobSnapshot::owner)
            .orElseGet(identity::owner);
    jobs.cancel(owner, id);
    audit.canceled(identity.owner(), id);
    return new Canceled(true, id);
  }

  private static SomebodysJob view(JobSnapshot job) {
    return new SomebodysJob(
        job.id(),
        job.owner().name(),
        job.state().toString(),
        TargetHost.of(job.config().connection()),
        job.createdAt(),
        job.startedAt().orElse(null),
        job.completedAt().orElse(null));
  }
}
