package io.vmgather.common.identity;

import io.vmgather.common.Owner;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Who sends the request that a resource answers. */
@Dependent
public class Identity {
  private static final String ATTRIBUTE = "io.vmgather.owner";

  private final HttpServletRequest request;

  @Inject
  public Identity(HttpServletRequest request) {
    this.request = request;
  }

  /** As {@code RequestFilter} found out; a request that did not pass it has none and fails. */
  public Owner owner() {
    if (request.getAttribute(ATTRIBUTE) instanceof Owner owner) {
      return owner;
    }
    throw new IllegalStateException("The request did not pass RequestFilter");
  }

  /** For {@code RequestFilter}, which every request passes. */
  public static void keep(HttpServletRequest request, Owner owner) {
    request.setAttribute(ATTRIBUTE, owner);
  }
}
