package io.vmgather.common.web;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;

/** Hands the objects of {@link CommonServices} to CDI, in the WARs. */
@ApplicationScoped
public class CommonBeans {
  private final CommonServices services;

  @Inject
  public CommonBeans(ServletContext application) {
    services = CommonServices.in(application);
  }

  /** For CDI's proxy. */
  protected CommonBeans() {
    services = null;
  }

  @Produces
  @Dependent
  public Settings settings() {
    return services.settings();
  }

  @Produces
  @Dependent
  public Metrics metrics() {
    return services.metrics();
  }

  @Produces
  @Dependent
  public PrometheusRegistry registry() {
    return services.metrics().registry();
  }
}
