package io.vmgather.common.web;

import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.settings.Settings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Lets through what {@link RequestGuard} has nothing against. */
public final class GuardFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient RequestGuard guard;

  public GuardFilter(Settings settings, CsrfToken csrfToken) {
    guard = new RequestGuard(settings, csrfToken);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<ErrorBody> refusal = guard.refusal(request);
    if (refusal.isPresent()) {
      request.setAttribute(RouteFilter.ERROR_CODE, refusal.get().code());
      refusal.get().send(response);
    } else {
      chain.doFilter(guard.limited(request), response);
    }
  }
}
