package io.vmgather.importer.web;

import io.vmgather.common.identity.Identity;
import io.vmgather.importer.service.ImportService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** Bundles that are sent once, and then looked at and imported by their id. */
@Path("bundle")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class BundleResource {
  private final ImportService service;
  private final Identity identity;

  @Inject
  public BundleResource(ImportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * Names a bundle.
   *
   * @param bundleId required: as its upload answered it
   */
  public record BundleRequest(String bundleId) {}

  /**
   * A bundle that was given up.
   *
   * @param discarded always true
   * @param bundleId the bundle
   */
  public record Discarded(boolean discarded, String bundleId) {}

  /**
   * Takes a bundle, as the request's whole body, and looks whether its structure is sound.
   *
   * @param name of the file, for people only
   * @throws GatherException INVALID_INPUT; TOO_LARGE; BUNDLE_DAMAGED; LIMIT_REACHED; DISK_FULL
   */
  @PUT
  @Consumes(MediaType.WILDCARD)
  public BundleView put(@QueryParam("name") String name, @Context HttpServletRequest body)
      throws IOException {
    return BundleView.of(RawBundle.receive(service, identity.owner(), name, body));
  }

  /**
   * A bundle that waits.
   *
   * @param id required: of the bundle
   * @throws GatherException NOT_FOUND, also for another user's bundle
   */
  @GET
  public BundleView get(@QueryParam("id") String id) {
    return BundleView.of(service.uploads().find(identity.owner(), id));
  }

  /**
   * Deletes a bundle that is not being imported.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT while it is imported
   */
  @POST
  @Path("discard")
  @Consumes(MediaType.APPLICATION_JSON)
  public Discarded discard(BundleRequest request) {
    service.discard(identity.owner(), request.bundleId());
    return new Discarded(true, request.bundleId());
  }
}
