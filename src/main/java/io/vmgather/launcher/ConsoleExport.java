package io.vmgather.launcher;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One export on the command line: progress and statistics on standard error, and an end that leaves
 * nothing half-made, whoever asks for it.
 */
final class ConsoleExport {
  private static final long STOP_SECONDS = 15;

  private ConsoleExport() {}

  /**
   * @param folder for the bundle; null for the default
   * @param stdout whether the lines go to standard output instead of a bundle
   * @param mapFile where the private map goes; null for nowhere
   */
  static void toBundleOrStdout(ExportConfig config, Path folder, boolean stdout, Path mapFile) {
    if (mapFile != null) {
      PrivateMapFile.requireNew(mapFile);
    }
    Dictionary dictionary = new Dictionary();
    ExportSettings settings = ExportSettings.in(OutputFolder.resolve(folder), Version.number());
    ExportRun run = new ExportRun(config, settings, dictionary);
    ExportOutcome outcome = stoppable(run, () -> watched(run, stdout));
    ExportStatistics.print(outcome, System.err);
    if (mapFile != null) {
      PrivateMapFile.write(mapFile, outcome.exportId(), dictionary.privateMap());
      System.err.println("private map  " + mapFile + "  (keep it; it reads the tokens back)");
    }
  }

  private static ExportOutcome watched(ExportRun run, boolean stdout) {
    ProgressLine line = ProgressLine.start(run.progress(), System.err, Terminal.onStandardError());
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

  /** A signal cancels the run and waits until its files are gone. */
  private static ExportOutcome stoppable(ExportRun run, Supplier<ExportOutcome> work) {
    CompletableFuture<Boolean> made = new CompletableFuture<>();
    Thread hook = new Thread(() -> stop(run, made), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    Parent.whenGone(() -> System.exit(ExitCode.INTERRUPTED));
    try {
      ExportOutcome outcome = work.get();
      made.complete(true);
      return outcome;
    } finally {
      made.complete(false);
      forget(hook);
    }
  }

  private static void stop(ExportRun run, CompletableFuture<Boolean> made) {
    run.cancel();
    try {
      if (!made.get(STOP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("interrupted: nothing was left behind");
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      System.err.println("interrupted");
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The machine is stopping already: the hook runs, and finds that the work has ended.
    }
  }
}
