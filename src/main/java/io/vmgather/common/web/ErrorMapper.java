package io.vmgather.common.web;

import io.vmgather.common.Defect;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.glassfish.jersey.server.ParamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes an {@link ErrorBody} of everything that a resource throws. The caller's faults are logged
 * at debug, those of other servers and of this machine at info and warn, defects at error.
 */
public final class ErrorMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof GatherException known) {
      return known.code() == ErrorCode.INTERNAL ? defect(known) : known(known);
    }
    if (failure instanceof ParamException parameter) {
      return known(wrongParameter(parameter));
    }
    if (failure instanceof WebApplicationException decided) {
      return decided(decided);
    }
    return defect(failure);
  }

  private static Response known(GatherException failure) {
    ErrorBody body = ErrorBody.of(failure);
    // Not the message: it may quote what another server said, names that are hidden elsewhere too.
    LOG.atLevel(level(body))
        .addKeyValue("code", body.code())
        .addKeyValue("request_id", RequestId.current())
        .log("request failed");
    Response.ResponseBuilder answer = answer(body);
    return failure.code() == ErrorCode.LIMIT_REACHED
        ? answer.header(HttpHeaders.RETRY_AFTER, ErrorBody.RETRY_AFTER_SECONDS).build()
        : answer.build();
  }

  private static Level level(ErrorBody body) {
    if (body.status() < 500) {
      return Level.DEBUG;
    }
    return body.status() == 502 || body.status() == 504 ? Level.INFO : Level.WARN;
  }

  /** By the standard a wrong query parameter would be 404, which says nothing to anybody. */
  private static GatherException wrongParameter(ParamException failure) {
    if (failure.getCause() instanceof GatherException known) {
      return known.field().isPresent() ? known : known.at(failure.getParameterName());
    }
    return new GatherException(
            ErrorCode.INVALID_INPUT,
            "The parameter " + failure.getParameterName() + " can't be read")
        .at(failure.getParameterName());
  }

  private static Response decided(WebApplicationException failure) {
    Response chosen = failure.getResponse();
    int status = chosen.getStatus();
    if (status < 400 || chosen.hasEntity()) {
      return chosen;
    }
    if (status >= 500) {
      return failure.getCause() == null
          ? answer(ErrorBody.of(status)).build()
          : defect(failure.getCause());
    }
    Response.ResponseBuilder answer = answer(ErrorBody.of(status));
    chosen.getHeaders().forEach((name, values) -> values.forEach(v -> answer.header(name, v)));
    return answer.type(ErrorBody.TYPE).build();
  }

  private static Response defect(Throwable failure) {
    String reference = RequestId.current();
    LOG.atError().addKeyValue("request_id", reference).log(Defect.places(failure));
    return answer(ErrorBody.defect(reference)).build();
  }

  private static Response.ResponseBuilder answer(ErrorBody body) {
    return Response.status(body.status()).type(ErrorBody.TYPE).entity(body);
  }
}
