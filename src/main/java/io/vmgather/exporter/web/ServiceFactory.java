package io.vmgather.exporter.web;

import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.exporter.bundle.StagingSettings;
import io.vmgather.exporter.deflate.Encoder;
import io.vmgather.exporter.job.ExportSettings;
import io.vmgather.exporter.plot.BundlePlots;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.JobListener;
import io.vmgather.exporter.service.ServiceSettings;
import java.time.Clock;
import java.time.Duration;

/** Makes the exporter's service as the settings say, for the containers and the runnable jar. */
public final class ServiceFactory {
  private static final int MEBI = 1024 * 1024;

  private ServiceFactory() {}

  /** The caller closes it. */
  public static ExportService make(Settings settings, BuildInfo build, JobListener listener) {
    int jobs = settings.get(Setting.JOBS_MAX);
    return new ExportService(
        new ServiceSettings(
            !settings.local(),
            exports(settings, build, jobs),
            jobs,
            settings.get(Setting.JOBS_MAX_PER_USER),
            settings.get(Setting.JOBS_KEEP),
            settings.get(Setting.BUNDLES_KEEP),
            settings.get(Setting.BUNDLES_KEEP_DOWNLOADED),
            settings.get(Setting.BUNDLES_MAX_TOTAL_BYTES),
            settings.get(Setting.BUNDLES_MAX_PER_USER_BYTES),
            settings.get(Setting.STAGING_KEEP),
            settings.get(Setting.SESSION_IDLE)),
        listener);
  }

  /** What looks into finished bundles: two at a time, or one where the heap is small. */
  public static BundlePlots plots(Settings settings) {
    int lineBytes = Math.toIntExact(settings.get(Setting.LINE_MAX_BYTES));
    // A buffer that grows is there twice for a moment.
    boolean small = Runtime.getRuntime().maxMemory() / 4 < lineBytes * 3L / 2;
    return new BundlePlots(lineBytes, small ? 1 : 2, Duration.ofSeconds(20));
  }

  private static ExportSettings exports(Settings settings, BuildInfo build, int jobs) {
    // Two fifths of the heap for the buffers of all exports; the rest is for lines and requests.
    long share = Runtime.getRuntime().maxMemory() / 5 * 2 / jobs;
    Encoder encoder = Encoder.named(settings.get(Setting.BUNDLES_ENCODER));
    int lineBytes = Math.toIntExact(settings.get(Setting.LINE_MAX_BYTES));
    StagingSettings usual =
        StagingSettings.defaults().withDeflater(encoder).withLineBytes(lineBytes);
    long block = share / 2 / (usual.bufferBytes() / usual.blockBytes());
    return new ExportSettings(
        settings.get(Setting.OUTPUT_ROOT),
        settings.get(Setting.STAGING_ROOT),
        build.version(),
        lineBytes,
        settings.client(),
        Clock.systemUTC(),
        Math.min(share / 2, ExportSettings.DEFAULT_LABEL_CACHE_BYTES),
        usual.withBlockBytes((int) Math.max(MEBI / 4, Math.min(block, usual.blockBytes()))));
  }
}
