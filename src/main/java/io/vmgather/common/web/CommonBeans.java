package io.vmgather.common.web;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vmgather.common.audit.AuditLog;
import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.settings.Settings;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.ServletContext;

/** Hands the objects of {@link CommonServices} to CDI, in the WARs. */
@ApplicationScoped
public class CommonBeans {
  private CommonServices services;

  // An injected ServletContext works during requests only. Before other observers of the start:
  // they ask for settings.
  void begin(@Observes @Priority(1) @Initialized(ApplicationScoped.class) ServletContext context) {
    services = CommonServices.in(context);
  }

  @Produces
  @Dependent
  Settings settings() {
    return services.settings();
  }

  @Produces
  @Dependent
  Metrics metrics() {
    return services.metrics();
  }

  @Produces
  @Dependent
  CsrfToken csrfToken() {
    return services.csrfToken();
  }

  @Produces
  @Dependent
  AuditLog audit() {
    return services.audit();
  }

  @Produces
  @Dependent
  PrometheusRegistry registry() {
    return services.metrics().registry();
  }
}
