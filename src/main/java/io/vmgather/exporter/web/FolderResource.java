package io.vmgather.exporter.web;

import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.Folders;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Folders to stage archives in; in local mode for callers on the machine itself only. */
@Path("fs")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class FolderResource {
  private final Folders folders;
  private final boolean shared;
  private final HttpServletRequest asked;

  @Inject
  public FolderResource(ExportService service, HttpServletRequest asked) {
    this.folders = service.folders();
    this.shared = service.settings().shared();
    this.asked = asked;
  }

  /**
   * A folder to look at.
   *
   * @param path empty for the default folder
   * @param ensure whether to make the folder when it is missing
   */
  public record Request(String path, boolean ensure) {}

  /**
   * The folders in a folder.
   *
   * @param path empty for the default folder
   * @throws GatherException INVALID_INPUT for what is no path; FORBIDDEN outside of the root, and
   *     from another machine in local mode; FILE_ACCESS when it can't be read
   */
  @GET
  @Path("list")
  public Folders.Listing list(@QueryParam("path") String path) {
    FolderAccess.require(shared, asked);
    return folders.list(path);
  }

  /**
   * Whether archives can be staged in a folder.
   *
   * @throws GatherException INVALID_INPUT for what is no path; FORBIDDEN outside of the root, and
   *     from another machine in local mode
   */
  @POST
  @Path("check")
  @Consumes(MediaType.APPLICATION_JSON)
  public Folders.Check check(Request request) {
    FolderAccess.require(shared, asked);
    return folders.check(request.path(), request.ensure());
  }
}
