package io.vmgather.common;

import java.util.Optional;

/**
 * The one failure type of both applications. The message says what went wrong, the hint what to do;
 * neither ever holds a credential.
 */
public final class GatherException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;
  private final String field;

  public GatherException(ErrorCode code, String message) {
    this(code, message, null, null, null);
  }

  public GatherException(ErrorCode code, String message, Throwable cause) {
    this(code, message, null, null, cause);
  }

  private GatherException(
      ErrorCode code, String message, String hint, String field, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
    this.field = field;
  }

  /** The same failure with the next thing to try. */
  public GatherException hint(String text) {
    return with(text, field);
  }

  /** The same failure, tied to the input field it is about, such as {@code time_range.start}. */
  public GatherException at(String inputField) {
    return with(hint, inputField);
  }

  public ErrorCode code() {
    return code;
  }

  public boolean retryable() {
    return code.retryable();
  }

  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  private GatherException with(String newHint, String newField) {
    GatherException copy = new GatherException(code, getMessage(), newHint, newField, getCause());
    copy.setStackTrace(getStackTrace());
    return copy;
  }
}
