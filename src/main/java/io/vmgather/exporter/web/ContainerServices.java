package io.vmgather.exporter.web;

import io.vmgather.common.settings.Settings;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.exporter.plot.BundlePlots;
import io.vmgather.exporter.service.ExportService;
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
  ExportService service(Settings settings, BuildInfo build, JobObserver observer) {
    return ServiceFactory.make(settings, build, observer);
  }

  @Produces
  @Singleton
  BundlePlots plots(Settings settings) {
    return ServiceFactory.plots(settings);
  }

  /** Made with the application, so that what is wrong shows at once, and old files go. */
  void begin(@Observes @Initialized(ApplicationScoped.class) Object event, ExportService service) {
    service.now();
  }

  void end(@Disposes ExportService service) {
    service.close();
  }
}
