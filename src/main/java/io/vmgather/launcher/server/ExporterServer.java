package io.vmgather.launcher.server;

import io.vmgather.common.web.BuildInfo;
import io.vmgather.exporter.web.ExporterApplication;
import java.io.IOException;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;

/** The exporter, put together by hand: what {@code web.xml} and the CDI container do in a WAR. */
final class ExporterServer {
  private ExporterServer() {}

  /**
   * @param token what clients have to know; null when nothing
   */
  static EmbeddedServer create(Listener listener, ServerOptions options, AccessToken token)
      throws IOException {
    EmbeddedServer server = new EmbeddedServer(listener);
    if (token != null) {
      server.filter(new AccessTokenFilter(token, listener.port()));
    }
    server.api(ResourceConfig.forApplication(new ExporterApplication()).register(new Objects()));
    server.pages("webapp/exporter");
    return server;
  }

  /** What resources get in their constructors. */
  private static final class Objects extends AbstractBinder {
    @Override
    protected void configure() {
      bind(new BuildInfo()).to(BuildInfo.class);
    }
  }
}
