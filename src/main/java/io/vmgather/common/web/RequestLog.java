package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.Owner;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line for each request, and its numbers. */
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.vmgather.request");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final Metrics metrics;

  RequestLog(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * One request that is under way.
   *
   * @param startNanos of the JVM's own clock
   */
  record Request(HttpServletRequest servlet, String id, Owner owner, long startNanos) {}

  void ended(Request request, int status) {
    long nanos = System.nanoTime() - request.startNanos();
    HttpServletRequest servlet = request.servlet();
    String method = METHODS.contains(servlet.getMethod()) ? servlet.getMethod() : "other";
    metrics.request(route(servlet), method, status, nanos / 1e9);
    if (servlet.getAttribute(RouteFilter.ERROR_CODE) instanceof ErrorCode code) {
      metrics.error(code);
    }
    LOG.atLevel(READING.contains(method) ? Level.DEBUG : Level.INFO)
        .addKeyValue("request_id", request.id())
        .addKeyValue("method", method)
        .addKeyValue("path", LogText.line(servlet.getRequestURI()))
        .addKeyValue("status", status)
        .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(nanos))
        .addKeyValue("owner", LogText.line(request.owner().toString()))
        .log("request");
  }

  /** Of few kinds: a label for each address that somebody tries would fill the memory. */
  private static String route(HttpServletRequest request) {
    if (request.getAttribute(RouteFilter.ROUTE) instanceof String route) {
      return "/api" + route;
    }
    return switch (request.getServletPath()) {
      case "/api" -> "none";
      case "/metrics" -> "/metrics";
      default -> "page";
    };
  }
}
