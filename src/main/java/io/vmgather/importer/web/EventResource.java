package io.vmgather.importer.web;

import io.vmgather.common.Owner;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.web.StatusEvents;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.JobSnapshot;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;

/** {@code GET api/import/events?id=}: the status of a job as server-sent events. */
@Path("import/events")
@Dependent
public class EventResource {
  private final ImportService service;
  private final Identity identity;

  @Inject
  public EventResource(ImportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * The status of a job as server-sent events, at most twice a second, until it has ended.
   *
   * @param id required: of the job
   * @return events called {@code status}, whose data is an {@code ImportStatus}
   * @throws GatherException NOT_FOUND, also for another user's job; INVALID_INPUT; LIMIT_REACHED
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public StreamingOutput events(@QueryParam("id") String id) {
    Owner owner = identity.owner();
    service.jobs().status(owner, id);
    return StatusEvents.of(
        () -> {
          JobSnapshot job = service.jobs().status(owner, id);
          return new StatusEvents.Status(ImportStatus.of(job), job.state().ended());
        },
        service::stopping);
  }
}
