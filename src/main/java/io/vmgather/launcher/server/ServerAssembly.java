package io.vmgather.launcher.server;

import io.vmgather.common.web.ApiApplication;
import io.vmgather.common.web.ApplicationStart;
import io.vmgather.common.web.CommonServices;
import java.io.IOException;
import java.util.List;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;

/** What is the same for both applications when they are put together by hand. */
final class ServerAssembly {
  private ServerAssembly() {}

  /**
   * An application with its filters, resources and pages.
   *
   * @param token what clients have to know; null when nothing
   * @param objects what resources get in their constructors
   * @param pages folder on the class path
   */
  static EmbeddedServer create(
      Listener listener,
      AccessToken token,
      CommonServices common,
      ApiApplication application,
      AbstractBinder objects,
      String pages)
      throws IOException {
    EmbeddedServer server = new EmbeddedServer(listener);
    server.listener(
        new ApplicationStart(
            common,
            token == null ? List.of() : List.of(new AccessTokenFilter(token, listener.port()))));
    server.api(ResourceConfig.forApplication(application).register(objects));
    server.errorPage(ApplicationStart.ERROR_PATH);
    server.pages(pages);
    return server;
  }
}
