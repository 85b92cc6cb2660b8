package io.vmgather.launcher;

import io.vmgather.launcher.server.BindAddress;
import io.vmgather.launcher.server.Served;
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
      description =
          "Where the page is served; :PORT for all addresses of this machine, which needs the access"
              + " token that is printed. A free port is taken where this one is busy."
              + " Default: localhost:8080; for the importer 0.0.0.0:8081, which is all addresses.")
  private String address;

  @Option(
      names = {"-no-browser", "--no-browser"},
      description = "Don't open the page in a browser.")
  private boolean noBrowser;

  @Option(
      names = {"-staging", "--staging"},
      paramLabel = "DIR",
      description = "Folder for exports and uploads under way. Default: the one for bundles.")
  private Path staging;

  @Option(
      names = {"-debug", "--debug"},
      description = "Write more about what happens to standard error.")
  private boolean debug;

  /**
   * Takes one option with the value that belongs to it, as the command line library would.
   *
   * @param value null when none was given
   * @return whether there is such an option, with such a value
   */
  boolean take(String name, String value) {
    switch (name) {
      case "-addr" -> address = value;
      case "-staging" -> staging = value == null ? null : Path.of(value);
      case "-no-browser" -> noBrowser = true;
      case "-debug" -> debug = true;
      default -> {
        return false;
      }
    }
    return (value == null) == ServerOption.SWITCHES.contains(name.substring(1));
  }

  /** Serves until the process is told to end. */
  void serve(Served application, Path output) {
    ServerLog.configure(debug);
    ServerOptions options =
        new ServerOptions(
            BindAddress.parse(address == null ? application.address() : address),
            Optional.ofNullable(output).map(OutputFolder::resolve),
            Optional.ofNullable(staging).map(OutputFolder::resolve),
            () -> OutputFolder.resolve(null),
            !noBrowser);
    try {
      run(ServerProgram.start(application, options), options.browser());
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
