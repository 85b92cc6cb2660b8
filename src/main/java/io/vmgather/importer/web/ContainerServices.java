package io.vmgather.importer.web;

import io.vmgather.common.settings.Settings;
import io.vmgather.importer.service.ImportService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The service as a bean, from the start of the web application to its end. */
@ApplicationScoped
public class ContainerServices {
  @Produces
  @Singleton
  ImportService service(Settings settings, JobObserver observer) {
    return ServiceFactory.make(settings, observer);
  }

  /** Made with the application, so that what is wrong shows at once, and jobs are found again. */
  void begin(@Observes @Initialized(ApplicationScoped.class) Object event, ImportService service) {
    service.now();
  }

  void end(@Disposes ImportService service) {
    service.close();
  }
}
