package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
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

/** Gives each request an id and an owner, and says at its end how it went. */
public final class RequestFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient SignIn signIn;
  private final transient RequestLog log;

  public RequestFilter(SignIn signIn, Metrics metrics) {
    this.signIn = signIn;
    this.log = new RequestLog(metrics);
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
      owner = signIn.owner(request);
      Identity.keep(request, owner);
      chain.doFilter(request, response);
    } catch (GatherException refused) {
      request.setAttribute(RouteFilter.ERROR_CODE, refused.code());
      ErrorBody.of(refused).send(response);
    } catch (IOException | ServletException | RuntimeException | Error failure) {
      request.setAttribute(RouteFilter.ERROR_CODE, ErrorCode.INTERNAL);
      log.ended(new RequestLog.Request(request, id, owner, start), 500);
      throw failure;
    } finally {
      RequestId.end();
    }
    whenEnded(request, response, new RequestLog.Request(request, id, owner, start));
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
