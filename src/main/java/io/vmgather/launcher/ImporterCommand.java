package io.vmgather.launcher;

import io.vmgather.launcher.server.Served;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves the importer. */
@Command(
    name = "importer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves a page that loads bundles into a VictoriaMetrics, and opens it in a browser.",
      "By default others can reach it, with the access token that is printed."
    })
final class ImporterCommand implements Runnable {
  @Mixin private ServerFlags server;

  @Mixin private OutputOption output;

  @Override
  public void run() {
    server.serve(Served.IMPORTER, output.folder());
  }
}
