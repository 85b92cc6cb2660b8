import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times imports of a bundle of made-up series into an empty VictoriaMetrics against a floor: the
 * bundle's own metrics.jsonl, unpacked before, by curl into an empty one. Floor and import take
 * turns, and each pair gives a ratio, so that a machine whose speed drifts does not matter much.
 *
 * <p>Usage: see run import --help.
 */
public final class ImportBench {
  private static final String HELP =
      """
      Usage: local-test-env/bench/run import [--series N] [--hours H] [--step SECONDS] [--pairs N]
                                             [-- IMPORT OPTION...]

        --series N    series, default 4000
        --hours H     length of the bundle, default 24
        --step S      seconds between two samples, default 15
        --pairs N     times floor and import take turns, default 5, after one that does not count
        --            what follows goes to import, such as --shift 1h
      """;

  private int series = 4000;
  private double hours = 24;
  private int step = 15;
  private int pairs = 5;
  private List<String> importOptions = List.of();

  private final String vmBinary;
  private final String jar;
  private final String maker;
  private final Path work;

  private ImportBench(String vmBinary, String jar, String maker, Path work) {
    this.vmBinary = vmBinary;
    this.jar = jar;
    this.maker = maker;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("vmgather-bench");
    ImportBench bench = new ImportBench(args[0], args[1], args[2], work);
    try {
      if (bench.parse(Arrays.asList(args).subList(3, args.length))) {
        bench.run();
      }
    } finally {
      Shell.deleteAll(work);
    }
  }

  private boolean parse(List<String> words) {
    return Options.read(
        words,
        HELP,
        Map.of(),
        Map.of(
            "--series", value -> series = Integer.parseInt(value),
            "--hours", value -> hours = Double.parseDouble(value),
            "--step", value -> step = Integer.parseInt(value),
            "--pairs", value -> pairs = Integer.parseInt(value)),
        behind -> importOptions = behind);
  }

  private void run() throws Exception {
    Path bundle = makeBundle();
    Path lines = work.resolve("metrics.jsonl");
    Shell.run(
        "unzip -p " + Shell.quote(bundle + "") + " metrics.jsonl > " + Shell.quote(lines + ""));
    List<TimedRun> floors = new ArrayList<>();
    List<TimedRun> imports = new ArrayList<>();
    for (int i = 0; i <= pairs; i++) {
      TimedRun floor = intoEmpty(floor(lines));
      TimedRun own = intoEmpty(importing(bundle));
      if (i > 0) {
        floors.add(floor);
        imports.add(own);
      }
    }
    report(bundle, lines, floors, imports);
  }

  private void report(Path bundle, Path lines, List<TimedRun> floors, List<TimedRun> imports)
      throws Exception {
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = imports.get(i).seconds() / floors.get(i).seconds();
    }
    Arrays.sort(ratios);
    System.out.printf(
        "%.0f h, %.1f MB, %.0f MB unpacked   floor %.2f s   import %.2f s   "
            + "time %.2f of the floor (%.2f to %.2f)   peak memory %d MB%n",
        hours,
        Files.size(bundle) / 1e6,
        Files.size(lines) / 1e6,
        TimedRun.median(floors),
        TimedRun.median(imports),
        ratios[pairs / 2],
        ratios[0],
        ratios[pairs - 1],
        imports.stream().mapToLong(TimedRun::peakBytes).max().orElse(0) / 1_000_000);
  }

  private Path makeBundle() throws Exception {
    long end = Instant.now().getEpochSecond() / 3600 * 3600 * 1000;
    System.out.printf("making a bundle: %d series, %.0f h at %d s%n", series, hours, step);
    Path folder = work.resolve("bundle");
    Path log = work.resolve("source.log");
    try (BenchServer source = BenchServer.start(vmBinary, work.resolve("source"), log)) {
      String make =
          String.join(" ", "java", Shell.quote(maker), "" + series, "" + hours, "" + step, "" + end);
      Shell.run(make + " | curl -sS -f -T - " + source.url() + "/api/v1/import");
      Shell.run("curl -sS -f " + source.url() + "/internal/force_flush");
      List<String> export =
          List.of(
              "java", "-jar", jar, "export", "--url", source.url(), "--selector", "{job!=\"\"}",
              "--start", Instant.ofEpochMilli(end - Math.round(hours * 3_600_000)).toString(),
              "--end", Instant.ofEpochMilli(end).toString(), "--output", folder.toString());
      TimedRun.of(export, work.resolve("export.log"), folder);
    }
    Shell.deleteAll(work.resolve("source"));
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  /** A command line for the address of a server. */
  private interface Command {
    List<String> to(String url);
  }

  private static Command floor(Path lines) {
    return url ->
        List.of("curl", "-sS", "-f", "-T", lines.toString(), "-X", "POST", url + "/api/v1/import");
  }

  private Command importing(Path bundle) {
    return url -> {
      // Counting what arrived is not part of the floor, so it is no part of this.
      List<String> command =
          new ArrayList<>(
              List.of(
                  "java", "-jar", jar, "import", bundle.toString(), "--url", url, "--no-verify"));
      command.addAll(importOptions);
      return command;
    };
  }

  private TimedRun intoEmpty(Command command) throws Exception {
    Path data = work.resolve("target");
    try (BenchServer target = BenchServer.start(vmBinary, data, work.resolve("target.log"))) {
      // An import waits for the end of a target's first second; no user's target is that young.
      Thread.sleep(1100);
      return TimedRun.of(command.to(target.url()), work.resolve("run.log"), null);
    } finally {
      Shell.deleteAll(data);
    }
  }
}
