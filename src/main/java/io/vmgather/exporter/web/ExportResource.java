package io.vmgather.exporter.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.web.Identity;
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

  @Inject
  public ExportResource(ExportService service, Identity identity) {
    this.service = service;
    this.jobs = service.jobs();
    this.identity = identity;
  }

  /**
   * A job that was taken on.
   *
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

  /** Names a job. */
  public record JobRequest(String jobId) {}

  public record ResumeRequest(String jobId, String resumeToken, Connection connection) {
    /** Without the token and the credentials. */
    @Override
    public String toString() {
      return "ResumeRequest[" + jobId + "]";
    }
  }

  public record Canceled(boolean canceled, String jobId) {}

  public record Discarded(boolean discarded, String jobId) {}

  public record Jobs(List<ExportStatus> jobs) {}

  /** What the synchronous call of old scripts answers. */
  public record Archive(
      String exportId,
      String archivePath,
      String archiveName,
      long archiveSize,
      long metricsCount,
      String sha256,
      ExportStatus.TimeSpan timeRange,
      boolean obfuscationApplied,
      List<SampleResource.Sample> sampleData) {}

  /** Exports and answers when the bundle is there; for old scripts. */
  @POST
  public Archive export(ExportConfig config) throws InterruptedException {
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
    ExportResult result = ExportResult.of(ended, ended.outcome().get());
    return new Archive(
        result.exportId(),
        result.archivePath(),
        result.archiveName(),
        result.archiveSizeBytes(),
        result.metricsExported(),
        result.sha256(),
        result.timeRange(),
        result.obfuscationApplied(),
        SampleResource.samples(service, owner, config, SAMPLES_SHOWN));
  }

  @POST
  @Path("start")
  public Started start(ExportConfig config) {
    return started(jobs.start(identity.owner(), config));
  }

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

  @POST
  @Path("cancel")
  public Canceled cancel(JobRequest request) {
    String id = request.jobId();
    jobs.cancel(identity.owner(), id);
    return new Canceled(true, id);
  }

  @POST
  @Path("resume")
  public Started resume(ResumeRequest request) {
    return started(
        jobs.resume(
            identity.owner(), request.jobId(), request.resumeToken(), request.connection()));
  }

  @POST
  @Path("discard")
  public Discarded discard(JobRequest request) {
    String id = request.jobId();
    jobs.discard(identity.owner(), id);
    return new Discarded(true, id);
  }

  /** What reads the bundle's tokens back: the customer's own, made from memory as it is sent. */
  @GET
  @Path("map")
  @Consumes(MediaType.WILDCARD)
  public Response map(@QueryParam("id") String id) {
    Owner owner = identity.owner();
    PrivateMap map = jobs.privateMap(owner, id);
    String exportId = jobs.status(owner, id).outcome().orElseThrow().exportId();
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
