package io.vmgather.common.web;

import io.vmgather.common.Owner;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/** Who sends a request. */
@Dependent
public class Identity {
  private final Settings settings;
  private final HttpServletRequest request;

  @Inject
  public Identity(Settings settings, HttpServletRequest request) {
    this.settings = settings;
    this.request = request;
  }

  /** The person that the container signed in; on a person's own machine always them. */
  public Owner owner() {
    if (settings.local()) {
      return Owner.LOCAL;
    }
    Principal principal = request.getUserPrincipal();
    return principal == null ? Owner.ANONYMOUS : Owner.user(principal.getName());
  }
}
