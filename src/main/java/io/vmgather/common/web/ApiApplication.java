package io.vmgather.common.web;

import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ServerProperties;

/** What answers below an application's {@code api/}: its own resources and what both share. */
public abstract class ApiApplication extends Application {
  /** Name of the interface's description, which the build puts beside an application's class. */
  public static final String DESCRIPTION = "openapi.json";

  private static final Set<Class<?>> SHARED =
      Set.of(
          AddressResource.class,
          HealthResource.class,
          OpenApiResource.class,
          JsonFeature.class,
          RequestBodies.class,
          ErrorMapper.class,
          RouteFilter.class);

  private final Set<Class<?>> resources;

  protected ApiApplication(Class<?>... resources) {
    this.resources = Set.of(resources);
  }

  @Override
  public final Set<Class<?>> getClasses() {
    return Stream.concat(resources.stream(), SHARED.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public final Map<String, Object> getProperties() {
    return Map.of(
        OpenApiResource.APPLICATION,
        getClass(),
        // What runs is what stands above: a library on the class path adds nothing by itself.
        CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE,
        true,
        // An old description format that needs JAXB; it would answer OPTIONS and application.wadl.
        ServerProperties.WADL_FEATURE_DISABLE,
        true,
        // Otherwise the container's error page takes the place of an answer without a body.
        ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR,
        true);
  }
}
