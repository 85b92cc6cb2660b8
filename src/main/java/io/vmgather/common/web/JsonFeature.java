package io.vmgather.common.web;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.jackson.JacksonFeature;

/** Reads and writes JSON as {@link Json} says. */
public final class JsonFeature implements Feature {
  @Override
  public boolean configure(FeatureContext context) {
    // Jackson's own mappers would answer with the parser's message, which quotes the request.
    context.register(JacksonFeature.withoutExceptionMappers());
    context.register(Json.class);
    return true;
  }
}
