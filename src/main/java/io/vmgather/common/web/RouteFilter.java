package io.vmgather.common.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import org.glassfish.jersey.server.ExtendedUriInfo;

/** Tells the filters around Jersey what happened inside of it. */
public final class RouteFilter implements ContainerResponseFilter {
  /** A request's attribute: its route, such as {@code /export/status}; absent when none matched. */
  static final String ROUTE = "io.vmgather.route";

  /** A request's attribute: the {@link io.vmgather.common.ErrorCode} it failed with; or absent. */
  static final String ERROR_CODE = "io.vmgather.error_code";

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    // Jersey makes the request's properties attributes of the servlet's request.
    if (request.getUriInfo() instanceof ExtendedUriInfo uri) {
      StringBuilder route = new StringBuilder();
      uri.getMatchedTemplates().forEach(template -> route.insert(0, template.getTemplate()));
      if (!route.isEmpty()) {
        request.setProperty(ROUTE, route.toString());
      }
    }
    if (response.getEntity() instanceof ErrorBody failure) {
      request.setProperty(ERROR_CODE, failure.code());
    }
  }
}
