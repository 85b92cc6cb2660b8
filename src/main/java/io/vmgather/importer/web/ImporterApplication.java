package io.vmgather.importer.web;

import io.vmgather.common.web.HealthResource;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Everything that answers below the importer's {@code api/}; {@code web.xml} names this class. */
public final class ImporterApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(HealthResource.class);
  }
}
