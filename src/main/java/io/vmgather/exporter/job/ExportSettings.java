package io.vmgather.exporter.job;

import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.bundle.StagingSettings;
import io.vmgather.exporter.deflate.Encoder;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What an export needs beside its configuration; the same for all exports of a process.
 *
 * @param outputFolder where bundles go
 * @param stagingFolder where archives in the making lie when the configuration names no folder
 * @param version of this program, for the manifest
 * @param lineBytes longest line that is taken
 * @param client time-outs, retries and name look-ups towards VictoriaMetrics
 * @param labelCacheBytes heap for rewritten label sets of one export: some 800 bytes a series in
 *     one half, some 60 of each further one in the other
 * @param staging memory and processors for one export's archive in the making
 */
public record ExportSettings(
    Path outputFolder,
    Path stagingFolder,
    String version,
    int lineBytes,
    VmClient.Settings client,
    Clock clock,
    long labelCacheBytes,
    StagingSettings staging) {
  /** Longest line by default: as much as a 256 MB heap carries beside everything else. */
  public static final int DEFAULT_LINE_BYTES = 64 * 1024 * 1024;

  /** Room for the rewritten label sets of some 40,000 series. */
  public static final long DEFAULT_LABEL_CACHE_BYTES = 32L * 1024 * 1024;

  /** With the default share of memory and processors. */
  public ExportSettings(
      Path outputFolder,
      Path stagingFolder,
      String version,
      int lineBytes,
      VmClient.Settings client,
      Clock clock) {
    this(
        outputFolder,
        stagingFolder,
        version,
        lineBytes,
        client,
        clock,
        DEFAULT_LABEL_CACHE_BYTES,
        StagingSettings.defaults());
  }

  /** The same with bundles elsewhere. */
  public ExportSettings withOutputFolder(Path folder) {
    return new ExportSettings(
        folder, stagingFolder, version, lineBytes, client, clock, labelCacheBytes, staging);
  }

  /** The same with another encoder. */
  public ExportSettings with(Encoder encoder) {
    return new ExportSettings(
        outputFolder,
        stagingFolder,
        version,
        lineBytes,
        client,
        clock,
        labelCacheBytes,
        staging.withDeflater(encoder));
  }

  public static ExportSettings in(Path folder, String version) {
    return in(folder, version, VmClient.Settings.DEFAULT);
  }

  public static ExportSettings in(Path folder, String version, VmClient.Settings client) {
    return new ExportSettings(
        folder, folder, version, DEFAULT_LINE_BYTES, client, Clock.systemUTC());
  }
}
