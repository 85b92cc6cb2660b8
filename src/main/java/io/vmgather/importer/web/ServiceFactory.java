package io.vmgather.importer.web;

import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.Settings;
import io.vmgather.importer.job.ImportSettings;
import io.vmgather.importer.read.ReadLimits;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.JobListener;
import io.vmgather.importer.service.ServiceSettings;
import java.time.Clock;

/** Makes the importer's service as the settings say, for the containers and the runnable jar. */
public final class ServiceFactory {
  private ServiceFactory() {}

  /** The caller closes it. */
  public static ImportService make(Settings settings, JobListener listener) {
    Clock clock = Clock.systemUTC();
    ReadLimits limits =
        new ReadLimits(
            settings.get(Setting.BUNDLE_MAX_INFLATED_BYTES),
            settings.get(Setting.BUNDLE_MAX_RATIO),
            Math.toIntExact(settings.get(Setting.LINE_MAX_BYTES)));
    return new ImportService(
        new ServiceSettings(
            !settings.local(),
            settings.get(Setting.STAGING_ROOT),
            new ImportSettings(limits, clock),
            settings.client(),
            settings.get(Setting.JOBS_MAX),
            settings.get(Setting.JOBS_MAX_PER_USER),
            settings.get(Setting.JOBS_KEEP),
            settings.get(Setting.UPLOAD_KEEP),
            settings.get(Setting.STAGING_KEEP),
            settings.get(Setting.UPLOAD_MAX_BYTES),
            settings.get(Setting.UPLOAD_MAX_TOTAL_BYTES),
            settings.get(Setting.UPLOAD_MAX_PER_USER_BYTES),
            clock),
        listener);
  }
}
