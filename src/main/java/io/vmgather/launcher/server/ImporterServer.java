package io.vmgather.launcher.server;

import io.vmgather.common.identity.Identity;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.common.web.CommonServices;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.web.ImporterApplication;
import io.vmgather.importer.web.JobObserver;
import io.vmgather.importer.web.ServiceFactory;
import io.vmgather.importer.web.UploadStart;
import java.io.IOException;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/** The importer, put together by hand: what {@code web.xml} and the CDI container do in a WAR. */
final class ImporterServer {
  private ImporterServer() {}

  /**
   * @param token what clients have to know; null when nothing
   */
  static EmbeddedServer create(Listener listener, ServerOptions options, AccessToken token)
      throws IOException {
    Settings settings = ServerSettings.read(options, listener.address().getAddress());
    CommonServices common = CommonServices.of(settings);
    ImportService service =
        ServiceFactory.make(settings, new JobObserver(common.metrics().registry()));
    EmbeddedServer server =
        ServerAssembly.create(
            listener,
            token,
            common,
            new ImporterApplication(),
            new Objects(settings, service),
            "webapp/importer");
    server.listener(new UploadStart());
    server.onStop(service::close);
    return server;
  }

  /** What resources get in their constructors. */
  private static final class Objects extends AbstractBinder {
    private final Settings settings;
    private final ImportService service;

    Objects(Settings settings, ImportService service) {
      this.settings = settings;
      this.service = service;
    }

    @Override
    protected void configure() {
      bind(settings).to(Settings.class);
      bind(new BuildInfo()).to(BuildInfo.class);
      bind(service).to(ImportService.class);
      bindAsContract(Identity.class);
    }
  }
}
