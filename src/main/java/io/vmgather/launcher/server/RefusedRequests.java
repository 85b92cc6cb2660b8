package io.vmgather.launcher.server;

import io.vmgather.common.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests that never reach the application, such as those that are no HTTP, in its error
 * shape. Repeats nothing of the request.
 */
final class RefusedRequests extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    ErrorCode code = code(status);
    String body =
        "{\"error\":\""
            + HttpStatus.getMessage(status)
            + "\",\"status\":"
            + status
            + ",\"code\":\""
            + code
            + "\",\"retryable\":"
            + code.retryable()
            + "}";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, StandardCharsets.UTF_8.encode(body), callback);
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404 -> ErrorCode.NOT_FOUND;
      case HttpStatus.PAYLOAD_TOO_LARGE_413,
          HttpStatus.URI_TOO_LONG_414,
          HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          ErrorCode.TOO_LARGE;
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> ErrorCode.LIMIT_REACHED;
      default -> HttpStatus.isClientError(status) ? ErrorCode.INVALID_INPUT : ErrorCode.INTERNAL;
    };
  }
}
