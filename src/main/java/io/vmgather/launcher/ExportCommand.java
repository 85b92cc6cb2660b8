package io.vmgather.launcher;

import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.job.ExportConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code vmgather export}: a bundle by plain options. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class,
    description = {
      "Exports metrics into a bundle, with private names hidden as they stream.",
      "Without a selection: the metrics of all VictoriaMetrics components that are found."
    },
    footer = {
      "",
      "Example: export --url http://vm:8428 --last 6h --obfuscate job,instance,pod --drop env",
      "Flags for the Java virtual machine, such as a larger heap: VMGATHER_JAVA_OPTS=-Xmx1g"
    })
final class ExportCommand implements Runnable {
  @ArgGroup(exclusive = false, heading = "%nConnection%n")
  private final ConnectionOptions connection = new ConnectionOptions();

  @ArgGroup(exclusive = false, heading = "%nTime range, half open: --end itself is outside%n")
  private final TimeOptions time = new TimeOptions();

  @ArgGroup(exclusive = false, heading = "%nWhat to export%n")
  private final Selection selection = new Selection();

  @ArgGroup(exclusive = false, heading = "%nWhat to hide%n")
  private final Hiding hiding = new Hiding();

  @ArgGroup(exclusive = false, heading = "%nHow and where to%n")
  private final Making making = new Making();

  static final class Selection {
    @Option(
        names = "--components",
        split = ",",
        paramLabel = "NAME",
        description = "Only these components, such as vmagent,vmstorage.")
    private List<String> components = List.of();

    @Option(
        names = "--jobs",
        split = ",",
        paramLabel = "JOB",
        description = "Only these jobs; with --selector its series of these jobs.")
    private List<String> jobs = List.of();

    @Option(
        names = "--selector",
        paramLabel = "SELECTOR",
        description = "Raw samples of these series: '{job=\"app\",env=~\"prod|stage\"}'.")
    private String selector;

    @Option(
        names = "--query",
        paramLabel = "METRICSQL",
        description = "The points of this expression, one a --step, instead of raw samples.")
    private String query;
  }

  static final class Hiding {
    @Option(
        names = "--obfuscate",
        split = ",",
        paramLabel = "LABEL",
        description = "Labels whose values are replaced by tokens. Default: instance,job.")
    private List<String> labels = List.of("instance", "job");

    @Option(
        names = "--no-obfuscation",
        description = "Hide nothing: real names leave this machine with the bundle.")
    private boolean none;

    @Option(
        names = "--drop",
        split = ",",
        paramLabel = "LABEL",
        description = "Labels that are left out altogether. Default: none.")
    private List<String> drop = List.of();

    @Option(
        names = "--map",
        paramLabel = "FILE",
        description =
            "Write the private map here, to read tokens back with decode. Keep it; never send it."
                + " Without it nobody can read the tokens back.")
    private Path map;
  }

  static final class Making {
    @Option(
        names = "--batch",
        paramLabel = "LENGTH",
        description =
            "Length of a batch, 30s to 24h, or single for one. Default: auto, which is 30s up to"
                + " 15m of range, 1m up to 6h, 5m above.")
    private String batch = "auto";

    @Option(
        names = "--step",
        paramLabel = "LENGTH",
        converter = LengthOfTime.class,
        description = "Keep one sample a step, the last. Default: all raw samples.")
    private Duration step = Duration.ZERO;

    @Option(
        names = {"-output", "--output"},
        paramLabel = "DIR",
        description = OutputOption.DESCRIPTION)
    private Path output;

    @Option(
        names = "--staging",
        paramLabel = "DIR",
        description = "Folder for the archive in the making. Default: the output folder.")
    private Path staging;

    @Option(
        names = {"-export-stdout", "--export-stdout"},
        description = "Write the lines to standard output instead of making a bundle.")
    private boolean stdout;
  }

  @Override
  public void run() {
    ConsoleExport.toBundleOrStdout(
        config(), connection.client(), making.output, making.stdout, hiding.map);
  }

  private ExportConfig config() {
    TimeWindow window = time.window(Instant.now());
    boolean selector = selection.selector != null;
    boolean query = selection.query != null;
    if (selector && query) {
      throw Usage.wrong("--selector and --query contradict each other", "Give one of them.");
    }
    return new ExportConfig(
        connection.connection(),
        new ExportConfig.TimeRange(window.start().toString(), window.end().toString()),
        selection.components,
        selection.jobs,
        selector || query ? "custom" : "cluster",
        query ? "metricsql" : selector ? "selector" : "",
        query ? selection.query : selection.selector,
        obfuscation(),
        batching(),
        making.staging == null ? "" : making.staging.toString(),
        wholeSeconds("--step", making.step),
        null);
  }

  private ExportConfig.Obfuscation obfuscation() {
    List<String> labels = hiding.none ? List.of() : hiding.labels;
    List<String> custom =
        labels.stream().filter(name -> !List.of("instance", "job").contains(name)).toList();
    return new ExportConfig.Obfuscation(
        !labels.isEmpty(),
        labels.contains("instance"),
        labels.contains("job"),
        true,
        custom,
        hiding.drop);
  }

  private ExportConfig.Batching batching() {
    return switch (making.batch) {
      case "auto" -> new ExportConfig.Batching(true, "auto", 0);
      case "single" -> new ExportConfig.Batching(false, "auto", 0);
      default ->
          new ExportConfig.Batching(
              true, "custom", wholeSeconds("--batch", batchLength(making.batch)));
    };
  }

  private static Duration batchLength(String text) {
    try {
      return new LengthOfTime().convert(text);
    } catch (TypeConversionException e) {
      throw Usage.wrong(
          "--batch: " + e.getMessage(), "Give a length of 30s to 24h, auto or single.");
    }
  }

  private static long wholeSeconds(String option, Duration length) {
    if (length.toMillis() % 1000 != 0) {
      throw Usage.wrong(option + " is no whole number of seconds", "Write it like 15s or 1m.");
    }
    return length.toSeconds();
  }
}
