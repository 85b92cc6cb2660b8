package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.audit.AuditEvent;
import io.vmgather.common.audit.AuditLog;
import io.vmgather.common.identity.Caller;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.identity.SignIn;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * Gives each request an id and an owner, lets in who may come in, and says at its end how it went.
 */
public final class RequestFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient SignIn signIn;
  private final transient RequestLog log;
  private final transient AuditLog audit;

  public RequestFilter(CommonServices services) {
    this.signIn = services.signIn();
    this.log = new RequestLog(services.metrics());
    this.audit = services.audit();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = RequestId.of(request);
    long start = System.nanoTime();
    RequestId.begin(id);
    response.setHeader(RequestId.HEADER, id);
    Owner owner = Owner.ANONYMOUS;
    try {
      Caller caller = signIn.caller(request);
      owner = caller.owner();
      Identity.keep(request, caller);
      if (!forAnybody(request)) {
        signIn.admit(caller);
      }
      chain.doFilter(request, response);
      if (request.getAttribute(RouteFilter.ERROR_CODE) == ErrorCode.FORBIDDEN) {
        audit.record(turnedAway(request, owner, ErrorCode.FORBIDDEN));
      }
    } catch (GatherException refused) {
      request.setAttribute(RouteFilter.ERROR_CODE, refused.code());
      audit.record(turnedAway(request, owner, refused.code()));
      ErrorServlet.refuse(request, response, ErrorBody.of(refused));
    } catch (IOException | ServletException | RuntimeException | Error failure) {
      request.setAttribute(RouteFilter.ERROR_CODE, ErrorCode.INTERNAL);
      log.ended(new RequestLog.Request(request, id, owner, start), 500);
      throw failure;
    } finally {
      RequestId.end();
    }
    whenEnded(request, response, new RequestLog.Request(request, id, owner, start));
  }

  /** What watches over a server asks without a name, and learns nothing of anybody. */
  private static boolean forAnybody(HttpServletRequest request) {
    String path = request.getServletPath() + Objects.toString(request.getPathInfo(), "");
    return path.equals("/api/health") || path.equals("/metrics");
  }

  private static AuditEvent turnedAway(HttpServletRequest request, Owner owner, ErrorCode code) {
    return AuditEvent.of("request.refused", owner)
        .with("code", code)
        .with("peer", request.getRemoteAddr())
        .with("path", request.getRequestURI());
  }

  private void whenEnded(
      HttpServletRequest request, HttpServletResponse response, RequestLog.Request seen) {
    if (!request.isAsyncStarted()) {
      log.ended(seen, response.getStatus());
      return;
    }
    try {
      request.getAsyncContext().addListener(new AtEnd(seen, response));
    } catch (IllegalStateException alreadyEnded) {
      log.ended(seen, response.getStatus());
    }
  }

  private final class AtEnd implements AsyncListener {
    private final RequestLog.Request seen;
    private final HttpServletResponse response;

    AtEnd(RequestLog.Request seen, HttpServletResponse response) {
      this.seen = seen;
      this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      log.ended(seen, response.getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
