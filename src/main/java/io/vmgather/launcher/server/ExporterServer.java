package io.vmgather.launcher.server;

import io.vmgather.common.identity.Access;
import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.common.web.CommonServices;
import io.vmgather.exporter.plot.BundlePlots;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.web.ExportAudit;
import io.vmgather.exporter.web.ExporterApplication;
import io.vmgather.exporter.web.JobObserver;
import io.vmgather.exporter.web.ServiceFactory;
import java.io.IOException;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/** The exporter, put together by hand: what {@code web.xml} and the CDI container do in a WAR. */
final class ExporterServer {
  private ExporterServer() {}

  /**
   * @param token what clients have to know; null when nothing
   */
  static EmbeddedServer create(Listener listener, ServerOptions options, AccessToken token)
      throws IOException {
    Settings settings = ServerSettings.read(options, listener.address());
    BuildInfo build = new BuildInfo();
    CommonServices common = CommonServices.of(settings, Access.EXPORT);
    ExportAudit audit = new ExportAudit(common.audit());
    ExportService service =
        ServiceFactory.make(settings, build, new JobObserver(common.metrics().registry(), audit));
    EmbeddedServer server =
        ServerAssembly.create(
            listener,
            token,
            common,
            new ExporterApplication(),
            new Objects(common, build, service, audit),
            "webapp/exporter");
    server.onStop(service::close);
    return server;
  }

  /** What resources get in their constructors. */
  private static final class Objects extends AbstractBinder {
    private final CommonServices common;
    private final ExportAudit audit;
    private final BuildInfo build;
    private final ExportService service;

    Objects(CommonServices common, BuildInfo build, ExportService service, ExportAudit audit) {
      this.common = common;
      this.audit = audit;
      this.build = build;
      this.service = service;
    }

    @Override
    protected void configure() {
      bind(common.settings()).to(Settings.class);
      bind(common.csrfToken()).to(CsrfToken.class);
      bind(audit).to(ExportAudit.class);
      bind(build).to(BuildInfo.class);
      bind(service).to(ExportService.class);
      bind(ServiceFactory.plots(common.settings())).to(BundlePlots.class);
      bindAsContract(Identity.class);
    }
  }
}
