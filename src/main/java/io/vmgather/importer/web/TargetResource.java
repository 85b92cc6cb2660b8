package io.vmgather.importer.web;

import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.ImportService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code POST api/check-endpoint}: whether a target takes data, and what it keeps of it. */
@Path("check-endpoint")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TargetResource {
  private final ImportService service;

  @Inject
  public TargetResource(ImportService service) {
    this.service = service;
  }

  /**
   * Tries a target: an import of nothing, and questions about its limits.
   *
   * @throws GatherException INVALID_INPUT; LOGIN_REFUSED; UNREACHABLE; TIMED_OUT; ROUTE_MISSING;
   *     REJECTED; BROKEN_ANSWER
   */
  @POST
  public TargetView check(ImportConfig config) {
    return TargetView.of(service.targets().check(config), service.now().toEpochMilli());
  }
}
