package io.vmgather.exporter.web;

import io.vmgather.common.identity.Identity;
import io.vmgather.exporter.service.ExportService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** {@code POST api/session/new}: tokens start afresh. */
@Path("session")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
  private final ExportService service;
  private final Identity identity;

  @Inject
  public SessionResource(ExportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * That it has begun.
   *
   * @param ok always true
   */
  public record Begun(boolean ok) {}

  /**
   * Begins a new session: later previews and exports share no token with earlier ones, and the
   * private maps of exports that ended are gone. An export under way keeps its tokens; its map is
   * there when it has completed.
   */
  @POST
  @Path("new")
  public Begun begin(Map<String, Object> ignored) {
    service.jobs().startSession(identity.owner());
    return new Begun(true);
  }
}
