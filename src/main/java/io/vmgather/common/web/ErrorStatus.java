package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;

/** The one place that knows which status of HTTP a failure has. */
final class ErrorStatus {
  private ErrorStatus() {}

  // Without a default: a new code does not compile until it has a status.
  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_INPUT, NOTHING_MATCHED -> 400;
      case NOT_SIGNED_IN -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case BUNDLE_DAMAGED, CANCELLED -> 409;
      case TOO_LARGE -> 413;
      case LIMIT_REACHED -> 429;
      case FILE_ACCESS, LEAK_FOUND, INTERNAL -> 500;
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

  /** What a status means that a container or Jersey chose. */
  static ErrorCode code(int status) {
    return switch (status) {
      case 401 -> ErrorCode.NOT_SIGNED_IN;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404, 410 -> ErrorCode.NOT_FOUND;
      case 413 -> ErrorCode.TOO_LARGE;
      case 429 -> ErrorCode.LIMIT_REACHED;
      default -> status < 500 ? ErrorCode.INVALID_INPUT : ErrorCode.INTERNAL;
    };
  }
}
