package io.vmgather.common.web;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;

/** {@code GET api/openapi.json}: the description of this interface. */
@Path(ApiApplication.DESCRIPTION)
@Dependent
public class OpenApiResource {
  /** Property of a REST application: its class. */
  static final String APPLICATION = "io.vmgather.application";

  /**
   * This description of the interface, in OpenAPI 3.1.
   *
   * @return the document
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public StreamingOutput description(@Context Configuration configuration) {
    Class<?> application = (Class<?>) configuration.getProperty(APPLICATION);
    return out -> {
      try (InputStream in = application.getResourceAsStream(ApiApplication.DESCRIPTION)) {
        in.transferTo(out);
      }
    };
  }
}
