package io.vmgather.exporter.web;

import io.vmgather.common.Owner;
import io.vmgather.common.identity.Identity;
import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.FinishedBundles;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** {@code GET api/download?path=}: a bundle, whole or a range of its bytes. */
@Path("download")
@Dependent
public class DownloadResource {
  private static final String ZIP = "application/zip";
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final FinishedBundles bundles;
  private final Identity identity;
  private final ExportAudit audit;

  @Inject
  public DownloadResource(ExportService service, Identity identity, ExportAudit audit) {
    this.bundles = service.bundles();
    this.identity = identity;
    this.audit = audit;
  }

  /**
   * A bundle, whole or a range of its bytes, with its SHA-256 as {@code ETag}.
   *
   * @param path required: the {@code archive_path} of a result
   * @param range one range of bytes, such as {@code bytes=100-}; several are answered as a whole
   * @param ifRange the {@code ETag} of the bundle that the range belongs to
   * @return 200 the whole ZIP; 206 the range of it; 304 the caller has it, says {@code
   *     If-None-Match}; 416 the bundle is not that long, as {@code Content-Range} says
   * @throws GatherException INVALID_INPUT without a path; NOT_FOUND, also for another user's bundle
   */
  @GET
  @Produces({ZIP, MediaType.WILDCARD})
  public Response download(
      @QueryParam("path") String path,
      @HeaderParam("Range") String range,
      @HeaderParam("If-Range") String ifRange,
      @Context Request request) {
    FinishedBundle bundle = bundles.at(identity.owner(), path);
    EntityTag tag = new EntityTag(bundle.sha256());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.tag(tag).build();
    }
    boolean same = ifRange == null || ifRange.equals("\"" + bundle.sha256() + "\"");
    ByteRange wanted = ByteRange.of(same ? range : null, bundle.sizeBytes());
    if (wanted.isEmpty()) {
      throw new ClientErrorException(
          Response.status(RANGE_NOT_SATISFIABLE)
              .header("Content-Range", "bytes */" + bundle.sizeBytes())
              .build());
    }
    return answer(bundle, wanted, tag).entity(body(bundle, wanted)).build();
  }

  /**
   * The same without the body; it does not count as a download.
   *
   * @param path required: the {@code archive_path} of a result
   * @throws GatherException INVALID_INPUT without a path; NOT_FOUND, also for another user's bundle
   */
  @HEAD
  public Response head(@QueryParam("path") String path) {
    FinishedBundle bundle = bundles.at(identity.owner(), path);
    return answer(bundle, ByteRange.whole(bundle.sizeBytes()), new EntityTag(bundle.sha256()))
        .build();
  }

  private static Response.ResponseBuilder answer(
      FinishedBundle bundle, ByteRange part, EntityTag tag) {
    boolean whole = part.length() == bundle.sizeBytes();
    Response.ResponseBuilder answer =
        Response.status(whole ? Response.Status.OK : Response.Status.PARTIAL_CONTENT)
            .type(ZIP)
            .tag(tag)
            .header("Accept-Ranges", "bytes")
            .header(HttpHeaders.CONTENT_LENGTH, part.length())
            .header(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + bundle.name() + "\"");
    return whole ? answer : answer.header("Content-Range", part.header(bundle.sizeBytes()));
  }

  private StreamingOutput body(FinishedBundle bundle, ByteRange part) {
    Owner owner = identity.owner();
    return out -> {
      boolean sent = false;
      try {
        part.copy(bundle.path(), out);
        out.flush();
        sent = true;
      } finally {
        // What broke off may have arrived in part.
        audit.downloaded(owner, bundle, part.length(), sent);
      }
      if (part.length() == bundle.sizeBytes()) {
        bundles.downloaded(bundle);
      }
    };
  }
}
