package io.vmgather.launcher;

/** The command line. */
final class CommandLineTool {
  private CommandLineTool() {}

  static int run(String[] args) {
    System.err.println("vmgather: " + args.length);
    return ExitCode.USAGE;
  }
}
