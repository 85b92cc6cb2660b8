package io.vmgather.common.web;

import io.vmgather.common.identity.Access;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Starts an application: checks its settings and folders, then puts filters around all that it
 * answers. A failure stops the start. The same for the WARs, where {@code web.xml} names a class of
 * this kind, and for an embedded server, which adds an instance before it starts.
 */
public class ApplicationStart implements ServletContextListener {
  /** Where the container sends what failed outside of the API; {@code web.xml} names it. */
  public static final String ERROR_PATH = "/error";

  private final Function<ServletContext, CommonServices> services;
  private final List<Filter> further;

  /**
   * With the settings of system properties, environment and context parameters.
   *
   * @param access what the application is for
   */
  protected ApplicationStart(Access access) {
    this.services = application -> CommonServices.of(settings(application), access);
    this.further = List.of();
  }

  /**
   * With services that were made before.
   *
   * @param further filters of the server's own, behind those of each application
   */
  public ApplicationStart(CommonServices given, List<Filter> further) {
    this.services = application -> given;
    this.further = List.copyOf(further);
  }

  @Override
  public final void contextInitialized(ServletContextEvent event) {
    ServletContext application = event.getServletContext();
    CommonServices made = services.apply(application);
    made.keepIn(application);
    // In this order: what is refused has its headers, its id and its line in the log too.
    add(application, "headers", new HeaderFilter());
    add(application, "request", new RequestFilter(made));
    add(application, "guard", new GuardFilter(made.settings(), made.csrfToken()));
    further.forEach(filter -> add(application, filter.getClass().getSimpleName(), filter));
    add(application, "metrics", new MetricsServlet(made.metrics()), "/metrics");
    add(application, "error", new ErrorServlet(), ERROR_PATH);
  }

  /** The last word: {@code web.xml} names this class first, and ends come in reverse order. */
  @Override
  public final void contextDestroyed(ServletContextEvent event) {
    RecordMethods.letGo();
  }

  private static Settings settings(ServletContext application) {
    return Settings.read(
        SettingSource.systemProperties(),
        SettingSource.environment(),
        SettingSource.of("context parameter", parameters(application)));
  }

  private static Map<String, String> parameters(ServletContext application) {
    return Collections.list(application.getInitParameterNames()).stream()
        .collect(Collectors.toMap(Function.identity(), application::getInitParameter));
  }

  private static void add(ServletContext application, String name, Filter filter) {
    FilterRegistration.Dynamic added = application.addFilter(name, filter);
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
  }

  private static void add(
      ServletContext application, String name, HttpServlet servlet, String path) {
    ServletRegistration.Dynamic added = application.addServlet(name, servlet);
    added.setAsyncSupported(true);
    added.addMapping(path);
  }
}
