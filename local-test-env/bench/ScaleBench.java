import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a sample costs in exports of different sizes, each out of a VictoriaMetrics of its own, and
 * what it costs the floor there. Prints a table and draws both.
 *
 * <p>Usage: see run scale --help.
 */
public final class ScaleBench {
  private static final String HELP =
      """
      Usage: local-test-env/bench/run scale [--shapes SHAPE,SHAPE] [--runs N] [--plot FILE.svg]
                                            [--floor yes|no] [-- EXPORT OPTION...]

        --shapes S,S  SERIESxHOURS, @SECONDS between two samples (15) and :KIND (aligned, offset, or
                      hosts for an instance of its own for each series) where they differ. Default
                      250x24,1000x24,4000x24,16000x24,40000x24
        --runs N      exports of each shape, of which the median counts, default 3
        --plot F      draws the cost of a sample against the number of samples
        --floor no    only exports
        --            what follows goes to export
      """;

  private static final Pattern SAMPLES = Pattern.compile("series, ([0-9,]+) samples");

  private List<Shape> shapes =
      Stream.of("250x24", "1000x24", "4000x24", "16000x24", "40000x24").map(Shape::of).toList();
  private int runs = 3;
  private Path plot;
  private boolean withFloor = true;
  private List<String> exportOptions = List.of();

  private final String vmBinary;
  private final Exports exports;

  private ScaleBench(String vmBinary, Exports exports) {
    this.vmBinary = vmBinary;
    this.exports = exports;
  }

  /** What is in a server, and exported. */
  record Shape(String words, int series, double hours, int step, String kind) {
    private static final Pattern WORDS =
        Pattern.compile("(\\d+)x([\\d.]+)(?:@(\\d+))?(?::(aligned|offset|hosts))?");

    static Shape of(String words) {
      Matcher parts = WORDS.matcher(words);
      if (!parts.matches()) {
        throw new IllegalArgumentException("no shape: " + words);
      }
      return new Shape(
          words,
          Integer.parseInt(parts.group(1)),
          Double.parseDouble(parts.group(2)),
          parts.group(3) == null ? 15 : Integer.parseInt(parts.group(3)),
          parts.group(4) == null ? "aligned" : parts.group(4));
    }

    long samples() {
      return series * (long) (hours * 3600 / step);
    }
  }

  /** One shape's figures; the floor's are 0 where it was not taken. */
  record Row(Shape shape, double seconds, long bytes, long peakBytes, double floorSeconds) {
    double micros() {
      return seconds / shape.samples() * 1e6;
    }

    double floorMicros() {
      return floorSeconds / shape.samples() * 1e6;
    }

    @Override
    public String toString() {
      String floor =
          floorSeconds == 0
              ? ""
              : String.format(
                  Locale.ROOT,
                  "   floor %7.1f s %6.3f µs   %.2f of it",
                  floorSeconds,
                  floorMicros(),
                  seconds / floorSeconds);
      return String.format(
              Locale.ROOT,
              "%-18s %,13d samples   export %7.1f s %6.3f µs a sample, %7.1f MB, peak memory %3d MB",
              shape.words(),
              shape.samples(),
              seconds,
              micros(),
              bytes / 1e6,
              peakBytes / 1_000_000)
          + floor;
    }
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("vmgather-bench");
    ScaleBench bench = new ScaleBench(args[0], new Exports(args[1], args[2], work));
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
            "--shapes", value -> shapes = Stream.of(value.split(",")).map(Shape::of).toList(),
            "--runs", value -> runs = Integer.parseInt(value),
            "--plot", value -> plot = Path.of(value),
            "--floor", value -> withFloor = !value.equals("no")),
        behind -> exportOptions = behind);
  }

  private void run() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Shape shape : shapes) {
      Path data = exports.work().resolve("server");
      try (BenchServer server =
          BenchServer.start(vmBinary, data, exports.work().resolve("server.log"))) {
        rows.add(measured(shape, server.url()));
        System.out.println(rows.get(rows.size() - 1));
      } finally {
        Shell.deleteAll(data);
      }
    }
    if (plot != null) {
      Files.writeString(plot, CostPlot.of(rows));
    }
  }

  private Row measured(Shape shape, String url) throws Exception {
    long end = Exports.lastHour();
    exports.fill(url, shape.series(), shape.hours(), shape.step(), shape.kind(), end);
    List<TimedRun> done = new ArrayList<>();
    List<TimedRun> floors = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      if (withFloor) {
        floors.add(exports.floor(url, shape.hours(), end));
      }
      done.add(exports.export(url, shape.hours(), end, exportOptions));
      requireAll(shape);
    }
    return new Row(
        shape,
        TimedRun.median(done),
        done.get(0).bytes(),
        done.stream().mapToLong(TimedRun::peakBytes).max().orElse(0),
        withFloor ? TimedRun.median(floors) : 0);
  }

  private void requireAll(Shape shape) throws Exception {
    String said = Files.readString(exports.log());
    Matcher samples = SAMPLES.matcher(said);
    if (!samples.find()
        || Long.parseLong(samples.group(1).replace(",", "")) != shape.samples()) {
      throw new IllegalStateException("not " + shape.samples() + " samples: " + said);
    }
  }
}
