package io.vmgather.importer.web;

import io.vmgather.common.identity.Identity;
import io.vmgather.common.web.Body;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.Upload;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** {@code POST api/analyze}: what an import would come to. Nothing is sent. */
@Path("analyze")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class AnalyzeResource {
  private final ImportService service;
  private final Identity identity;

  @Inject
  public AnalyzeResource(ImportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * Looks at a bundle that comes with the request, and keeps it for the import.
   *
   * @param request {@code config} required: the configuration in JSON; {@code bundle} required: the
   *     file; {@code full_collection} {@code true} for all lines
   * @throws GatherException TOO_LARGE; BUNDLE_DAMAGED; LIMIT_REACHED; DISK_FULL
   */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Analysis form(@Context HttpServletRequest request) {
    ImportForm form = ImportForm.read(request, service.uploads(), identity.owner());
    return analysis(service.sound(form.upload()), form.config(), form.fullCollection());
  }

  /**
   * Looks at a bundle that was sent before.
   *
   * @throws GatherException NOT_FOUND; BUNDLE_DAMAGED
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Analysis json(ImportRequest request) {
    Upload upload = service.uploads().find(identity.owner(), request.bundleId());
    return analysis(upload, Body.required(request.config(), "config"), request.fullCollection());
  }

  private Analysis analysis(Upload upload, ImportConfig config, boolean full) {
    return Analysis.of(
        upload, config, service.preflights().look(upload, config, full, service::stopping));
  }
}
