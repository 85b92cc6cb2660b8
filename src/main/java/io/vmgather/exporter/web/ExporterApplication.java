package io.vmgather.exporter.web;

import io.vmgather.common.web.ApiApplication;

/** Everything that answers below the exporter's {@code api/}; {@code web.xml} names this class. */
public final class ExporterApplication extends ApiApplication {
  public ExporterApplication() {
    super(
        AdministrationResource.class,
        ConfigResource.class,
        ConnectionResource.class,
        DiscoveryResource.class,
        SampleResource.class,
        ExportResource.class,
        EventResource.class,
        DownloadResource.class,
        FolderResource.class,
        SessionResource.class,
        BundleResource.class);
  }
}
