package io.vmgather.launcher;

import io.vmgather.launcher.server.BindAddress;
import io.vmgather.launcher.server.ServerLog;
import io.vmgather.launcher.server.ServerOptions;
import io.vmgather.launcher.server.ServerProgram;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the server is started with. */
final class ServerFlags {
  @Option(
      names = {"-addr", "--addr"},
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8080",
      description =
          "Where the page is served; :PORT for all addresses of this machine, which needs the access"
              + " token that is printed. A free port is taken where this one is busy."
              + " Default: ${DEFAULT-VALUE}.")
  private String address;

  @Option(
      names = {"-no-browser", "--no-browser"},
      description = "Don't open the page in a browser.")
  private boolean noBrowser;

  @Option(
      names = {"-staging", "--staging"},
      paramLabel = "DIR",
      description = "Folder for exports under way. Default: the one for bundles.")
  private Path staging;

  @Option(
      names = {"-debug", "--debug"},
      description = "Write more about what happens to standard error.")
  private boolean debug;

  /** Serves until the process is told to end. */
  void serve(Path output) {
    ServerLog.configure(debug);
    ServerOptions options =
        new ServerOptions(
            BindAddress.parse(address),
            Optional.ofNullable(output),
            Optional.ofNullable(staging),
            !noBrowser);
    try {
      run(ServerProgram.startExporter(options), options.browser());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the server does not start", e);
    }
  }

  private static void run(ServerProgram program, boolean browser) throws Exception {
    if (ServerTraining.isOne()) {
      program.train();
      return;
    }
    Parent.whenGone(() -> System.exit(ExitCode.DONE));
    program.announce(Version.number(), System.out);
    if (browser) {
      program.openBrowser();
    }
    program.join();
  }
}
