package io.vmgather.common.identity;

import io.vmgather.common.Owner;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Who sends the request that a resource answers. */
@Dependent
public class Identity {
  private static final String ATTRIBUTE = "io.vmgather.caller";

  private final HttpServletRequest request;

  @Inject
  public Identity(HttpServletRequest request) {
    this.request = request;
  }

  /** Whose work the request is about. */
  public Owner owner() {
    return caller().owner();
  }

  /** As {@code RequestFilter} found out; a request that did not pass it has none and fails. */
  public Caller caller() {
    return of(request);
  }

  /** Keeps it with the request. */
  public static void keep(HttpServletRequest request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }

  /** As it was kept. */
  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("The request did not pass RequestFilter");
  }
}
