package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;

/** Parts of a request's body, which a client may have left out. */
public final class Body {
  private Body() {}

  /**
   * The part.
   *
   * @throws GatherException INVALID_INPUT at the field when it is missing
   */
  public static <T> T required(T part, String field) {
    if (part == null) {
      throw new GatherException(ErrorCode.INVALID_INPUT, field + " is missing").at(field);
    }
    return part;
  }
}
