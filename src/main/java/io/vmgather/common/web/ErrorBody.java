package io.vmgather.common.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;

/**
 * The one shape of every error.
 *
 * @param error what went wrong, for a person
 * @param status the answer's HTTP status
 * @param code name of an {@link ErrorCode}
 * @param retryable whether the same request may pass later
 * @param hint what to do; null where there is nothing to say
 * @param field the input that is wrong, such as {@code time_range.start}; null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorBody(
    String error, int status, String code, boolean retryable, String hint, String field) {

  public static ErrorBody of(GatherException failure) {
    return new ErrorBody(
        failure.getMessage(),
        status(failure.code()),
        failure.code().name(),
        failure.retryable(),
        failure.hint().orElse(null),
        failure.field().orElse(null));
  }

  /** The only place where a failure becomes a status; a new code does not compile without one. */
  static int status(ErrorCode code) {
    return switch (code) {
      case INVALID_INPUT, NOTHING_MATCHED -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case BUNDLE_DAMAGED, CANCELLED -> 409;
      case TOO_LARGE -> 413;
      case LIMIT_REACHED -> 429;
      case LEAK_FOUND, FILE_ACCESS, INTERNAL -> 500;
      case LOGIN_REFUSED,
          UNREACHABLE,
          BUSY,
          ROUTE_MISSING,
          REJECTED,
          SERVER_LIMIT,
          BROKEN_ANSWER,
          LINE_TOO_LONG ->
          502;
      case TIMED_OUT -> 504;
      case DISK_FULL -> 507;
    };
  }
}
