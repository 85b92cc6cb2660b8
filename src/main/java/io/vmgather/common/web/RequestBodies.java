package io.vmgather.common.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/**
 * Says what is wrong with a body where it is read. Later, in the exception mapper, the same
 * exceptions could also come from writing an answer, which is nobody's fault but ours.
 */
public final class RequestBodies implements ReaderInterceptor {
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) {
    Object body;
    try {
      body = context.proceed();
    } catch (JsonProcessingException e) {
      throw JsonFaults.of(e);
    } catch (NoContentException e) {
      body = null;
    } catch (IOException e) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "The request's body broke off", e);
    }
    if (body == null && !OptionalBody.class.isAssignableFrom(context.getType())) {
      throw missing();
    }
    return body;
  }

  private static GatherException missing() {
    return new GatherException(ErrorCode.INVALID_INPUT, "The request has no body")
        .hint("Send a JSON object.");
  }
}
