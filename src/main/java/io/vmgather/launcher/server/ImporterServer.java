package io.vmgather.launcher.server;

import io.vmgather.common.identity.Access;
import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.common.web.CommonServices;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.web.ImportAudit;
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
    Settings settings = ServerSettings.read(options, listener.address());
    CommonServices common = CommonServices.of(settings, Access.IMPORT);
    ImportAudit audit = new ImportAudit(common.audit());
    ImportService service =
        ServiceFactory.make(settings, new JobObserver(common.metrics().registry(), audit));
    EmbeddedServer server =
        ServerAssembly.create(
            listener,
            token,
            common,
            new ImporterApplication(),
            new Objects(common, service, audit),
            "webapp/importer");
    server.listener(new UploadStart());
    server.onStop(service::close);
    return server;
  }

  /** What resources get in their constructors. */
  private static final class Objects extends AbstractBinder {
    private final CommonServices common;
    private final ImportAudit audit;
    private final ImportService service;

    Objects(CommonServices common, ImportService service, ImportAudit audit) {
      this.common = common;
      this.audit = audit;
      this.service = service;
    }

    @Override
    protected void configure() {
      bind(common.settings()).to(Settings.class);
      bind(common.csrfToken()).to(CsrfToken.class);
      bind(audit).to(ImportAudit.class);
      bind(new BuildInfo()).to(BuildInfo.class);
      bind(service).to(ImportService.class);
      bindAsContract(Identity.class);
    }
  }
}
