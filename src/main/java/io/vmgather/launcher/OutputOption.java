package io.vmgather.launcher;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the bundle goes. */
final class OutputOption {
  static final String DESCRIPTION =
      "Folder for the bundle. Default: ~/Downloads/vmgather, or ./exports where that can't be"
          + " written.";

  @Option(
      names = {"-output", "--output"},
      paramLabel = "DIR",
      description = DESCRIPTION)
  private Path output;

  Path folder() {
    return output;
  }
}
