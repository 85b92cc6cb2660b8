package io.vmgather.exporter.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.obfuscate.PrivateMap;
import io.vmgather.exporter.service.ExportJobs;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.JobSnapshot;
import io.vmgather.exporter.service.StartedJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.List;

/** Exports: started, watched, ended, gone on with. Each is its owner's alone. */
@Path("export")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ExportResource {
  private static final int SAMPLES_SHOWN = 10;

  private final ExportService service;
  private final ExportJobs jobs;
  private final Identity identity;
  private final ExportAudit audit;

  @Inject
  public ExportResource(ExportService service, Identity identity, ExportAudit audit) {
    this.service = service;
    this.jobs = service.jobs();
    this.identity = identity;
    this.audit = audit;
  }

  /**
   * A job that was taken on.
   *
   * @param jobId 32 hexadecimal digits
   * @param state pending or running
   * @param totalBatches that the range is cut into
   * @param completedBatches 0 but after a resume
   * @param batchWindowSeconds length of a batch
   * @param stagingPath file that grows
   * @param obfuscationEnabled whether anything is hidden
   * @param resumeToken what its client needs to go on after a restart of the server: a secret
   */
  public record Started(
      String jobId,
      String state,
      int totalBatches,
      int completedBatches,
      long batchWindowSeconds,
      String stagingPath,
      boolean obfuscationEnabled,
      String resumeToken) {
    static Started of(StartedJob started, Instant now) {
      ExportStatus status = ExportStatus.of(started.job(), now);
      return new Started(
          status.jobId(),
          status.state(),
          status.totalBatches(),
          status.completedBatches(),
          status.batchWindowSeconds(),
          status.stagingPath(),
          status.obfuscationEnabled(),
          started.resumeToken());
    }
  }

  /**
   * Names a job.
   *
   * @param jobId required: as start answered it
   */
  public record JobRequest(String jobId) {}

  /**
   * Names a job to go on with.
   *
   * @param jobId required: as start answered it
   * @param resumeToken as start answered it; needed after a restart of the server, and once the job
   *     is forgotten ({@code vmgather.jobs.keep}, half an hour after its end)
   * @param connection with credentials; needed after a restart of the server, and when the status
   *     says {@code needs_sign_in}, half an hour after the end; else for others than those of the
   *     start
   */
  public record ResumeRequest(String jobId, String resumeToken, Connection connection) {
    /** Without the token and the credentials. */
    @Override
    public String toString() {
      return "ResumeRequest[" + jobId + "]";
    }
  }

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
   * The caller's jobs.
   *
   * @param jobs newest first
   */
  public record Jobs(List<ExportStatus> jobs) {}

  /**
   * Exports and answers when the bundle is there; for old scripts.
   *
   * @throws GatherException INVALID_INPUT; NOTHING_MATCHED; FORBIDDEN; CANCELLED; LIMIT_REACHED;
   *     UNREACHABLE; TIMED_OUT; DISK_FULL; LEAK_FOUND
   */
  @POST
  public ExportArchive export(ExportConfig config) throws InterruptedException {
    Owner owner = identity.owner();
    String id = jobs.start(owner, config).job().id();
    JobSnapshot ended;
    try {
      ended = jobs.await(owner, id);
    } catch (InterruptedException e) {
      jobs.cancel(owner, id);
      throw e;
    }
    if (ended.outcome().isEmpty()) {
      throw ended
          .failure()
          .orElseGet(() -> new GatherException(ErrorCode.CANCELLED, "the export was cancelled"));
    }
    return ExportArchive.of(
        ExportResult.of(ended, ended.outcome().get()),
        SampleResource.excerpt(service, owner, config, SAMPLES_SHOWN));
  }

  /**
   * Starts an export, which goes on by itself; ask {@code export/status} how it stands.
   *
   * @throws GatherException INVALID_INPUT; FORBIDDEN for a folder outside of the root;
   *     LIMIT_REACHED; FILE_ACCESS; DISK_FULL
   */
  @POST
  @Path("start")
  public Started start(ExportConfig config) {
    return started(jobs.start(identity.owner(), config));
  }

  /**
   * How a job stands.
   *
   * @param id required: of the job
   * @throws GatherException INVALID_INPUT without an id; NOT_FOUND, also for another user's job
   */
  @GET
  @Path("status")
  @Consumes(MediaType.WILDCARD)
  public ExportStatus status(@QueryParam("id") String id) {
    return ExportStatus.of(jobs.status(identity.owner(), id), service.now());
  }

  /** The caller's jobs, newest first. */
  @GET
  @Path("jobs")
  @Consumes(MediaType.WILDCARD)
  public Jobs all() {
    Instant now = service.now();
    return new Jobs(
        jobs.of(identity.owner()).stream().map(job -> ExportStatus.of(job, now)).toList());
  }

  /**
   * Ends a job within two seconds; what it gathered stays for a resume.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT when it has ended already
   */
  @POST
  @Path("cancel")
  public Canceled cancel(JobRequest request) {
    String id = request.jobId();
    jobs.cancel(identity.owner(), id);
    audit.canceled(identity.owner(), id);
    return new Canceled(true, id);
  }

  /**
   * Goes on with a job that failed, was cancelled or died with the server, behind its last complete
   * batch and with the same tokens. A connection that reads another path, another tenant or another
   * kind of server fails the job, which can be resumed again; one of another address is a warning.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT; FORBIDDEN; BUNDLE_DAMAGED; LIMIT_REACHED;
   *     FILE_ACCESS; DISK_FULL
   */
  @POST
  @Path("resume")
  public Started resume(ResumeRequest request) {
    return started(
        jobs.resume(
            identity.owner(), request.jobId(), request.resumeToken(), request.connection()));
  }

  /**
   * Gives up what a job gathered, and forgets it.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT while it is under way
   */
  @POST
  @Path("discard")
  public Discarded discard(JobRequest request) {
    String id = request.jobId();
    jobs.discard(identity.owner(), id);
    audit.discarded(identity.owner(), id);
    return new Discarded(true, id);
  }

  /**
   * What reads the bundle's tokens back. It is the customer's own, made from memory as it is sent.
   *
   * @param id required: of a completed job
   * @return {@code {"export_id", "key", "labels": {label: {token: original}}}}, as a file
   * @throws GatherException INVALID_INPUT without an id; NOT_FOUND, also when nothing was hidden
   */
  @GET
  @Path("map")
  @Consumes(MediaType.WILDCARD)
  public Response map(@QueryParam("id") String id) {
    Owner owner = identity.owner();
    PrivateMap map = jobs.privateMap(owner, id);
    String exportId = jobs.status(owner, id).outcome().orElseThrow().exportId();
    audit.mapTaken(owner, id);
    StreamingOutput body = out -> map.write(exportId, out);
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"vmgather-map_" + exportId + ".json\"")
        .build();
  }

  private Started started(StartedJob job) {
    return Started.of(job, service.now());
  }
}
