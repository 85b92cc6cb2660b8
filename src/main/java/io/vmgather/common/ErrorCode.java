package io.vmgather.common;

/** What went wrong, for programs. The text for people is the exception's message and hint. */
public enum ErrorCode {
  /** The caller's input; nothing was tried with it. */
  INVALID_INPUT(false),
  /** The server wants another sign-in (401 or 403). */
  LOGIN_REFUSED(false),
  /** No connection: refused, unknown host, TLS failure. */
  UNREACHABLE(true),
  /** No connection, no first byte or no further byte in time. */
  TIMED_OUT(true),
  /** The server asks to come back later (429 or 503). */
  BUSY(true),
  /** The server has no such route; another way to the same data may exist. */
  ROUTE_MISSING(false),
  /** The server understood the request and refuses it (other 4xx). */
  REJECTED(false),
  /** A limit of the server was met (series, samples, duration); a smaller request may pass. */
  SERVER_LIMIT(false),
  /** The server failed (5xx), or its answer broke off or made no sense. */
  BROKEN_ANSWER(true),
  /** One line is longer than the configured limit. */
  LINE_TOO_LONG(false),
  /** The selection is valid and empty. */
  NOTHING_MATCHED(false),
  /** No space is left on the device that is written to. */
  DISK_FULL(true),
  /** A folder or file can't be read or written. */
  FILE_ACCESS(false),
  /** A bundle or staging file is not what its checksums say. */
  BUNDLE_DAMAGED(false),
  /** An original value of a hidden label was about to leave. */
  LEAK_FOUND(false),
  /** Somebody asked for the work to stop. */
  CANCELLED(false),
  /** There is nothing of that name, or it belongs to somebody else. */
  NOT_FOUND(false),
  /** Nobody is signed in, or the sign-in does not hold. */
  NOT_SIGNED_IN(false),
  /** Nobody may do this, or not this person. */
  FORBIDDEN(false),
  /** What was sent is longer than the configured limit. */
  TOO_LARGE(false),
  /** As much work as the configuration allows is under way; later it may pass. */
  LIMIT_REACHED(true),
  /** A defect of this program. */
  INTERNAL(false);

  private final boolean retryable;

  ErrorCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same request may succeed later without a change by the caller. */
  public boolean retryable() {
    return retryable;
  }
}
