package io.vmgather.exporter.job;

import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * An export in a process of its own, which a test kills; or, in another one, the exports that go on
 * where the killed ones stood.
 */
final class KilledExport {
  static final String PASSWORD = "canary-password-77";

  private KilledExport() {}

  /**
   * {@code begin <folder> <job> <url> <moment>}: exports, and stops at the moment until the file
   * {@code here} is deleted. {@code resume <folder> <url> <job>...}: finishes them.
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    if (args[0].equals("begin")) {
      begin(folder, args[2], args[3], args[4]);
      return;
    }
    for (int i = 3; i < args.length; i++) {
      ResumeTicket ticket =
          ResumeTicket.parse(args[i], Files.readString(folder.resolve(args[i] + ".token")));
      ExportSettings settings = settings(folder.resolve(args[i]), new Hurried());
      ExportRun run = ExportRun.resume(ticket, connection(args[2]), settings, null);
      System.out.println(args[i] + " " + run.committedBatches());
      run.toBundle();
    }
  }

  private static void begin(Path folder, String job, String url, String moment) throws IOException {
    Path own = folder.resolve(job);
    Files.createDirectories(own);
    AtMoment clock = new AtMoment(moment, () -> stop(own));
    ExportRun run =
        ExportRun.resumable(
            job,
            ResumeIT.wish(url).at(connection(url)).config(),
            settings(own, clock),
            new Dictionary(),
            SealKey.random());
    clock.of(run);
    // The client's: outside of every folder of the exporter.
    Files.writeString(folder.resolve(job + ".token"), run.ticket().token());
    run.toBundle();
  }

  static Connection connection(String url) {
    return Connection.to(url).with(Auth.basic("reader", PASSWORD));
  }

  static ExportSettings settings(Path own, Clock clock) {
    return new ExportSettings(
        own.resolve("bundles"),
        own.resolve("staging"),
        "test",
        ExportSettings.DEFAULT_LINE_BYTES,
        new VmClient.Settings(
            Timeouts.DEFAULT,
            RetryPolicy.never(),
            HostResolver.SYSTEM,
            Certificates.NONE,
            OutgoingProxy.NONE),
        clock);
  }

  /** Until the file {@code here} is deleted, or the process killed. */
  private static void stop(Path own) {
    try {
      Path here = Files.createFile(own.resolve("here"));
      while (Files.exists(here)) {
        Thread.sleep(5);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
