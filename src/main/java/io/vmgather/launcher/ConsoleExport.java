package io.vmgather.launcher;

import io.vmgather.common.GatherException;
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
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
      try (OutputStream out =
          new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
        return run.toStream(out);
      } catch (IOException e) {
        throw StandardOutput.failed(e);
      }
    } finally {
      line.stop();
    }
  }

  private interface Work {
    ExportOutcome run();
  }

  /** A signal cancels the run and waits until its files are gone. */
  private static ExportOutcome stoppable(ExportRun run, Work work) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(run, ended, System.err), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    Parent.whenGone(run::cancel);
    try {
      return work.run();
    } catch (GatherException e) {
      ended.countDown();
      throw e;
    } finally {
      ended.countDown();
      forget(hook);
    }
  }

  private static void stop(ExportRun run, CountDownLatch ended, PrintStream err) {
    run.cancel();
    try {
      boolean clean = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
      err.println(clean ? "interrupted: nothing was left behind" : "interrupted");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
