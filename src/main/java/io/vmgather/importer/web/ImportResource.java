package io.vmgather.importer.web;

import io.vmgather.common.identity.Identity;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.ImportJobs;
import io.vmgather.importer.service.ImportService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Imports: watched, ended, gone on with, counted again. Each is its owner's alone. */
@Path("import")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
  private final ImportService service;
  private final ImportJobs jobs;
  private final Identity identity;
  private final ImportAudit audit;

  @Inject
  public ImportResource(ImportService service, Identity identity, ImportAudit audit) {
    this.service = service;
    this.jobs = service.jobs();
    this.identity = identity;
    this.audit = audit;
  }

  /**
   * The caller's imports.
   *
   * @param jobs newest first
   */
  public record Jobs(List<ImportStatus> jobs) {}

  /**
   * Names a job.
   *
   * @param jobId required: as the upload answered it
   */
  public record JobRequest(String jobId) {}

  /**
   * A job that goes on.
   *
   * @param jobId the job
   * @param status {@code resuming} or {@code verifying}
   */
  public record GoesOn(String jobId, String status) {}

  /**
   * A job that was told to end.
   *
   * @param canceled always true
   * @param jobId the job
   */
  public record Canceled(boolean canceled, String jobId) {}

  /**
   * A job that was given up.
   *
   * @param discarded always true
   * @param jobId the job
   */
  public record Discarded(boolean discarded, String jobId) {}

  /**
   * Something that was done.
   *
   * @param ok always true
   */
  public record Done(boolean ok) {}

  /**
   * How an import stands.
   *
   * @param id required: of the job
   * @throws GatherException NOT_FOUND, also for another user's job; INVALID_INPUT
   */
  @GET
  @Path("status")
  @Consumes(MediaType.WILDCARD)
  public ImportStatus status(@QueryParam("id") String id) {
    return ImportStatus.of(jobs.status(identity.owner(), id));
  }

  /** The caller's imports, those that an earlier server did not complete among them. */
  @GET
  @Path("jobs")
  @Consumes(MediaType.WILDCARD)
  public Jobs all() {
    return new Jobs(jobs.of(identity.owner()).stream().map(ImportStatus::of).toList());
  }

  /**
   * Ends an import within two seconds; it can be resumed.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT when it has ended already
   */
  @POST
  @Path("cancel")
  public Canceled cancel(JobRequest request) {
    jobs.cancel(identity.owner(), request.jobId());
    audit.canceled(identity.owner(), request.jobId());
    return new Canceled(true, request.jobId());
  }

  /**
   * Goes on with an import that failed, was cancelled or died with the server, behind what the
   * target has acknowledged.
   *
   * @param id required: of the job
   * @throws GatherException NOT_FOUND; INVALID_INPUT; LIMIT_REACHED
   */
  @POST
  @Path("resume")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  public GoesOn resume(@QueryParam("id") String id, SignInRequest request) {
    jobs.resume(identity.owner(), id, SignInRequest.given(request));
    return new GoesOn(id, "resuming");
  }

  /**
   * Counts again what arrived.
   *
   * @param id required: of the job
   * @throws GatherException NOT_FOUND; INVALID_INPUT; LIMIT_REACHED
   */
  @POST
  @Path("verify")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  public GoesOn verify(@QueryParam("id") String id, SignInRequest request) {
    jobs.verify(identity.owner(), id, SignInRequest.given(request));
    return new GoesOn(id, "verifying");
  }

  /**
   * Tells the target to forget its cached answers, so that its graphs show what was imported.
   *
   * @param id required: of the job
   * @throws GatherException NOT_FOUND; INVALID_INPUT; LOGIN_REFUSED; REJECTED; ROUTE_MISSING;
   *     UNREACHABLE; TIMED_OUT
   */
  @POST
  @Path("reset-cache")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  public Done resetCache(@QueryParam("id") String id, SignInRequest request) {
    ImportConfig given = SignInRequest.given(request);
    service.targets().resetCache(jobs.signedIn(identity.owner(), id, given));
    return new Done(true);
  }

  /**
   * Gives up an import and deletes its bundle. What the target has stays there.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT while it is under way
   */
  @POST
  @Path("discard")
  public Discarded discard(JobRequest request) {
    jobs.discard(identity.owner(), request.jobId());
    audit.discarded(identity.owner(), request.jobId());
    return new Discarded(true, request.jobId());
  }
}
