package io.vmgather.common.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET api/health}: says that the application is up, and which version it is. */
@Path("health")
@Dependent
public class HealthResource {
  private final BuildInfo build;

  @Inject
  public HealthResource(BuildInfo build) {
    this.build = build;
  }

  /** Says that the application is up, and which version it is. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Health health() {
    return new Health("ok", build.version());
  }

  /**
   * The answer.
   *
   * @param status always {@code ok}: an application that is not does not answer
   * @param version of this build
   */
  public record Health(String status, String version) {}
}
