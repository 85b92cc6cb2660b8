package io.vmgather.importer.web;

import io.vmgather.common.web.ApiApplication;

/** Everything that answers below the importer's {@code api/}; {@code web.xml} names this class. */
public final class ImporterApplication extends ApiApplication {
  public ImporterApplication() {
    super(
        AdministrationResource.class,
        ConfigResource.class,
        TargetResource.class,
        BundleResource.class,
        AnalyzeResource.class,
        UploadResource.class,
        ImportResource.class,
        EventResource.class,
        PlotResource.class,
        ProfileResource.class);
  }
}
