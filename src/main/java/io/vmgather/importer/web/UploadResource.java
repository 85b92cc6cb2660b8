package io.vmgather.importer.web;

import io.vmgather.common.identity.Identity;
import io.vmgather.common.web.Body;
import io.vmgather.common.web.Json;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.JobSnapshot;
import io.vmgather.importer.service.Upload;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** {@code api/upload}: an import is taken on; ask {@code import/status} how it stands. */
@Path("upload")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
  private final ImportService service;
  private final Identity identity;

  @Inject
  public UploadResource(ImportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * An import that was taken on.
   *
   * @param jobId 32 hexadecimal digits
   * @param job how it stands
   */
  public record Started(String jobId, ImportStatus job) {
    static Started of(JobSnapshot job) {
      return new Started(job.id(), ImportStatus.of(job));
    }
  }

  /**
   * Imports a bundle that comes with the request.
   *
   * @param request {@code config} required: the configuration in JSON; {@code bundle} required: the
   *     file
   * @throws GatherException TOO_LARGE; BUNDLE_DAMAGED; LIMIT_REACHED; DISK_FULL
   */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Started form(@Context HttpServletRequest request) {
    service.jobs().requireRoom(identity.owner());
    ImportForm form = ImportForm.read(request, service.uploads(), identity.owner());
    return start(service.sound(form.upload()), form.config());
  }

  /**
   * Imports a bundle that was sent before.
   *
   * @throws GatherException NOT_FOUND; LIMIT_REACHED
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Started json(ImportRequest request) {
    Upload upload = service.uploads().find(identity.owner(), request.bundleId());
    ImportConfig config = Body.required(request.config(), "config");
    return Started.of(service.jobs().start(identity.owner(), config, upload.id()));
  }

  /**
   * Imports the request's whole body; for scripts.
   *
   * @param config required: the configuration in JSON; credentials are better sent by the form, as
   *     addresses are logged
   * @param name of the file, for people only
   * @throws GatherException INVALID_INPUT; TOO_LARGE; BUNDLE_DAMAGED; LIMIT_REACHED; DISK_FULL
   */
  @PUT
  @Consumes(MediaType.WILDCARD)
  public Started put(
      @QueryParam("config") String config,
      @QueryParam("name") String name,
      @Context HttpServletRequest body)
      throws IOException {
    ImportConfig wanted = Json.read(Body.required(config, "config"), ImportConfig.class);
    service.jobs().requireRoom(identity.owner());
    Upload upload = RawBundle.receive(service, identity.owner(), name, body);
    return start(upload, wanted);
  }

  /** A bundle that came for this import alone goes with its refusal. */
  private Started start(Upload upload, ImportConfig config) {
    try {
      return Started.of(service.jobs().start(identity.owner(), config, upload.id()));
    } catch (RuntimeException e) {
      service.discard(identity.owner(), upload.id());
      throw e;
    }
  }
}
