import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times exports of made-up series out of a real VictoriaMetrics against a floor: the same samples
 * by curl in windows of one hour through one gzip -6. Floor and export take turns, and each pair
 * gives a ratio, so that a machine whose speed drifts does not matter much.
 *
 * <p>Usage: see run --help.
 */
public final class ExportBench {
  private static final String HELP =
      """
      Usage: local-test-env/bench/run [--rest] [--series N] [--hours H,H] [--step SECONDS]
                                      [--pairs N] [--kinds aligned,offset] [-- EXPORT OPTION...]

        --rest        compare the REST service with the command line, instead of that with a floor
        --series N    series, default 4005
        --hours H,H   lengths of the exports, default 24,6
        --step S      seconds between two samples, default 15
        --pairs N     times floor and export take turns, default 5, after one that does not count
        --kinds K,K   aligned: all targets are scraped at one moment; offset: each at its own.
                      Default aligned
        --            what follows goes to export, such as --batch 1h; not with --rest
      """;

  private boolean rest;
  private int series = 4005;
  private double[] hours = {24, 6};
  private int step = 15;
  private int pairs = 5;
  private String[] kinds = {"aligned"};
  private List<String> exportOptions = List.of();

  private final String vmBinary;
  private final Exports exports;
  private final Path work;

  private ExportBench(String vmBinary, Exports exports) {
    this.vmBinary = vmBinary;
    this.exports = exports;
    this.work = exports.work();
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("vmgather-bench");
    ExportBench bench = new ExportBench(args[0], new Exports(args[1], args[2], work));
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
        Map.of("--rest", () -> rest = true),
        Map.of(
            "--series", value -> series = Integer.parseInt(value),
            "--hours",
                value -> hours = Stream.of(value.split(",")).mapToDouble(Double::parseDouble).toArray(),
            "--step", value -> step = Integer.parseInt(value),
            "--pairs", value -> pairs = Integer.parseInt(value),
            "--kinds", value -> kinds = value.split(",")),
        behind -> exportOptions = behind);
  }

  private void run() throws Exception {
    for (String kind : kinds) {
      long end = Exports.lastHour();
      Path log = work.resolve(kind + ".log");
      try (BenchServer server = BenchServer.start(vmBinary, work.resolve(kind), log)) {
        fill(server.url(), kind, end);
        for (double length : hours) {
          if (rest) {
            compare(server.url(), kind, length, end);
          } else {
            measure(server.url(), kind, length, end);
          }
        }
      }
    }
  }

  private void fill(String url, String kind, long end) throws Exception {
    double longest = Arrays.stream(hours).max().orElseThrow();
    System.out.printf("filling: %d series, %.0f h at %d s, %s%n", series, longest, step, kind);
    exports.fill(url, series, longest, step, kind, end);
  }

  private void measure(String url, String kind, double length, long end) throws Exception {
    List<TimedRun> floors = new ArrayList<>();
    List<TimedRun> own = new ArrayList<>();
    for (int i = 0; i <= pairs; i++) {
      TimedRun floor = exports.floor(url, length, end);
      TimedRun export = export(url, length, end);
      if (i > 0) {
        floors.add(floor);
        own.add(export);
      }
    }
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = own.get(i).seconds() / floors.get(i).seconds();
    }
    Arrays.sort(ratios);
    System.out.printf(
        "%-8s %3.0f h   floor %6.2f s %7.2f MB   export %6.2f s %7.2f MB   "
            + "time %.2f of the floor (%.2f to %.2f)   size %.3f   peak memory %d MB%n",
        kind,
        length,
        TimedRun.median(floors),
        floors.get(0).bytes() / 1e6,
        TimedRun.median(own),
        own.get(0).bytes() / 1e6,
        ratios[pairs / 2],
        ratios[0],
        ratios[pairs - 1],
        (double) own.get(0).bytes() / floors.get(0).bytes(),
        own.stream().mapToLong(TimedRun::peakBytes).max().orElse(0) / 1_000_000);
  }

  /** The service, which runs already, against the command line, its two starts of Java included. */
  private void compare(String url, String kind, double length, long end) throws Exception {
    Path folder = work.resolve("served");
    String start = Instant.ofEpochMilli(Exports.start(length, end)).toString();
    double[] ratios = new double[pairs];
    double[] served = new double[pairs];
    List<TimedRun> own = new ArrayList<>();
    try (Service service = Service.start(exports.jar(), folder, work.resolve("service.log"))) {
      for (int i = -1; i < pairs; i++) {
        TimedRun export = export(url, length, end);
        double seconds = service.export(url, start, Instant.ofEpochMilli(end).toString());
        // Blocks are of other sizes, and so are the archives, a little.
        if (Math.abs(TimedRun.sizeOf(folder) - export.bytes()) > export.bytes() / 50) {
          throw new IllegalStateException(TimedRun.sizeOf(folder) + " bytes, not " + export.bytes());
        }
        Shell.deleteAll(folder);
        Files.createDirectories(folder);
        if (i >= 0) {
          own.add(export);
          served[i] = seconds;
          ratios[i] = seconds / export.seconds();
        }
      }
      System.out.printf("server: peak memory %d MB%n", peakOfAll(service.pid()) / 1_000_000);
    }
    Arrays.sort(ratios);
    Arrays.sort(served);
    System.out.printf(
        "%-8s %3.0f h   command line %6.2f s   service %6.2f s   "
            + "time %.2f of the command line (%.2f to %.2f)%n",
        kind, length, TimedRun.median(own), served[pairs / 2], ratios[pairs / 2], ratios[0], ratios[pairs - 1]);
  }

  private static long peakOfAll(long pid) {
    ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(first), first.descendants())
        .mapToLong(one -> TimedRun.peakOf(one.pid()))
        .sum();
  }

  private TimedRun export(String url, double length, long end) throws Exception {
    return exports.export(url, length, end, exportOptions);
  }
}
