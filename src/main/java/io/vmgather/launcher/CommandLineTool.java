package io.vmgather.launcher;

import io.vmgather.launcher.server.Served;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line: today's single-dash flags at the root, and the commands below it. */
@Command(
    name = "vmgather",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Gathers metrics from a VictoriaMetrics into a bundle that hides private names.",
      "Without a command it serves a page for that and opens it in a browser."
    },
    footer = {
      "",
      "Start with:  java -jar vmgather.jar",
      "        or:  java -jar vmgather.jar export --url http://localhost:8428 --last 1h",
      "        or:  java -jar vmgather.jar import BUNDLE.zip --url http://localhost:8428",
      "",
      "Only data goes to standard output; progress, statistics and errors go to standard error.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or input, 130 interrupted."
    })
final class CommandLineTool implements Runnable {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  @Option(
      names = {"-oneshot", "--oneshot"},
      description = "Run the one export that -oneshot-config describes, and end.")
  private boolean oneshot;

  @Option(
      names = {"-oneshot-config", "--oneshot-config"},
      paramLabel = "FILE|-",
      description = "The export's description in JSON: a file, or - for standard input.")
  private String oneshotConfig;

  @Option(
      names = {"-export-stdout", "--export-stdout"},
      description = "Write the lines to standard output instead of making a bundle.")
  private boolean exportStdout;

  @Mixin private OutputOption output;

  @Mixin private ServerFlags server;

  @Spec private CommandSpec spec;

  /**
   * Runs one command line.
   *
   * @return the exit code
   */
  static int run(String[] args) {
    try {
      return commandLine(args).execute(args);
    } catch (OutOfMemoryError e) {
      System.err.println("error: the heap is full");
      System.err.println("  try:   Give Java more: VMGATHER_JAVA_OPTS=-Xmx1g");
      return ExitCode.FAILED;
    }
  }

  /** With the one command that the arguments name, or all: each costs time to be built. */
  static CommandLine commandLine(String[] args) {
    CommandLine all = new CommandLine(new CommandLineTool());
    boolean named = args.length > 0 && COMMANDS.containsKey(args[0]);
    for (String command : named ? Set.of(args[0]) : COMMANDS.keySet()) {
      all.addSubcommand(command, COMMANDS.get(command).get());
    }
    return all.setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> FailureReport.print(failure, commandLine.getErr()))
        // A folder may be called like a command.
        .setAllowSubcommandsAsOptionParameters(true)
        .setUsageHelpAutoWidth(true);
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("export", ExportCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("discover", DiscoverCommand::new);
    commands.put("inspect", InspectCommand::new);
    commands.put("decode", DecodeCommand::new);
    commands.put("importer", ImporterCommand::new);
    return commands;
  }

  @Override
  public void run() {
    if (!oneshot && (exportStdout || oneshotConfig != null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "-oneshot-config and -export-stdout need -oneshot");
    }
    if (!oneshot) {
      server.serve(Served.EXPORTER, output.folder());
      return;
    }
    if (oneshotConfig == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "-oneshot needs -oneshot-config FILE, or - for standard input");
    }
    ConsoleExport.toBundleOrStdout(
        OneshotConfig.read(oneshotConfig),
        OneshotConfig.client(),
        output.folder(),
        exportStdout,
        null);
  }
}
