package io.vmgather.launcher;

import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.deflate.Encoder;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.job.ExportRun;
import io.vmgather.exporter.job.ExportSettings;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;

/**
 * One export on the command line: progress and statistics on standard error, and an end that leaves
 * nothing half-made, whoever asks for it.
 */
final class ConsoleExport {
  private ConsoleExport() {}

  /**
   * @param client how the source is connected to
   * @param folder for the bundle; null for the default
   * @param stdout whether the lines go to standard output instead of a bundle
   * @param mapFile where the private map goes; null for nowhere
   */
  static void toBundleOrStdout(
      ExportConfig config, VmClient.Settings client, Path folder, boolean stdout, Path mapFile) {
    if (mapFile != null) {
      PrivateMapFile.requireNew(mapFile);
    }
    Dictionary dictionary = new Dictionary();
    ExportSettings settings =
        ExportSettings.in(workFolder(config, folder, stdout), Version.number(), client)
            .with(encoder());
    ExportRun run = new ExportRun(config, settings, dictionary);
    ExportOutcome outcome =
        Interruptible.run(run::cancel, () -> watched(run, stdout), () -> "nothing was left behind");
    ExportStatistics.print(outcome, System.err);
    if (mapFile != null) {
      PrivateMapFile.write(mapFile, outcome.exportId(), dictionary.privateMap());
      System.err.println("private map  " + mapFile + "  (keep it; it reads the tokens back)");
    }
  }

  /** Where no bundle is made, the folder for the archive in the making is all that is needed. */
  private static Path workFolder(ExportConfig config, Path folder, boolean stdout) {
    String staging = config.stagingDir();
    boolean stagingAlone = stdout && folder == null && staging != null && !staging.isBlank();
    return OutputFolder.resolve(stagingAlone ? Path.of(staging) : folder);
  }

  private static Encoder encoder() {
    String name = System.getenv("VMGATHER_BUNDLES_ENCODER");
    return name == null || name.isEmpty() ? Encoder.LINES : Encoder.named(name);
  }

  private static ExportOutcome watched(ExportRun run, boolean stdout) {
    ProgressLine line =
        ProgressLine.start(
            () -> ExportProgressText.of(run.progress().snapshot()),
            System.err,
            Terminal.onStandardError());
    try {
      if (!stdout) {
        return run.toBundle();
      }
      // A channel, unlike a stream, lets go of a reader that reads no more when the run is stopped.
      try (OutputStream out =
          new BufferedOutputStream(
              Channels.newOutputStream(new FileOutputStream(FileDescriptor.out).getChannel()),
              1 << 16)) {
        return run.toStream(out);
      } catch (IOException e) {
        throw StandardOutput.failed(e);
      }
    } finally {
      line.stop();
    }
  }
}
