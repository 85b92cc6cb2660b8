package io.vmgather.exporter.web;

import io.vmgather.common.web.HealthResource;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Everything that answers below the exporter's {@code api/}; {@code web.xml} names this class. */
public final class ExporterApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(HealthResource.class);
  }
}
