package io.vmgather.common.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.TriedAddresses;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * The answer to a request that failed.
 *
 * @param error what went wrong, for a person
 * @param status of HTTP
 * @param code the same for programs
 * @param retryable whether the same request may pass later
 * @param hint what to do, or null
 * @param field the part of the request that is wrong, such as {@code time_range.start}, or null
 * @param attempts addresses that were tried to find an import's target, in order; null elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorBody(
    String error,
    int status,
    ErrorCode code,
    boolean retryable,
    String hint,
    String field,
    List<Probe.Attempt> attempts) {
  static final String TYPE = "application/json";

  /** How long a caller should wait when a limit is reached. */
  static final String RETRY_AFTER_SECONDS = "5";

  public static ErrorBody of(GatherException failure) {
    List<Probe.Attempt> tried = TriedAddresses.of(failure);
    return new ErrorBody(
        failure.getMessage(),
        ErrorStatus.of(failure.code()),
        failure.code(),
        failure.retryable(),
        failure.hint().orElse(null),
        failure.field().orElse(null),
        tried.isEmpty() ? null : tried);
  }

  /** For a status that a container or Jersey chose. */
  static ErrorBody of(int status) {
    ErrorCode code = ErrorStatus.code(status);
    return new ErrorBody(words(status), status, code, code.retryable(), hint(status), null, null);
  }

  /** For a failure that nobody expected; {@code reference} leads to it in the log. */
  static ErrorBody defect(String reference) {
    return of(
        new GatherException(
                ErrorCode.INTERNAL, "A defect of this program stopped the request " + reference)
            .hint("The server's log says more at this request's id; report it with these lines."));
  }

  /**
   * Sends this as the whole answer.
   *
   * @throws IOException of the connection
   */
  public void send(HttpServletResponse response) throws IOException {
    byte[] json = json();
    response.setStatus(status);
    response.setContentType(TYPE);
    if (code == ErrorCode.LIMIT_REACHED) {
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  private byte[] json() {
    try {
      return Json.mapper().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String words(int status) {
    return switch (status) {
      case 400 -> "The request can't be read";
      case 401 -> "Nobody is signed in";
      case 403 -> "This is not allowed";
      case 404 -> "There is nothing at this address";
      case 405 -> "This address does not take this method";
      case 406 -> "This answer does not come in a type that the request accepts";
      case 413 -> "The request is too large";
      case 415 -> "This address does not take this type of content";
      case 416 -> "There is nothing in this range of bytes";
      case 429 -> "There are too many requests";
      case 503 -> "This program is not ready";
      default -> "The request failed with status " + status;
    };
  }

  private static String hint(int status) {
    return switch (status) {
      case 405 -> "The header Allow names the methods.";
      case 406 -> "Ask with Accept: application/json.";
      case 415 -> "Send JSON with Content-Type: application/json.";
      case 416 -> "The header Content-Range tells how many bytes there are.";
      default -> null;
    };
  }
}
