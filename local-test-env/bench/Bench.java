import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Times exports of made-up series out of a real VictoriaMetrics against a floor: the same samples
 * by curl in windows of one hour through one gzip -6. Floor and export take turns, and each pair
 * gives a ratio, so that a machine whose speed drifts does not matter much.
 *
 * <p>Usage: see run --help.
 */
public final class Bench {
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
  private final String jar;
  private final String maker;
  private final Path work;

  private Bench(String vmBinary, String jar, String maker) throws IOException {
    this.vmBinary = vmBinary;
    this.jar = jar;
    this.maker = maker;
    this.work = Files.createTempDirectory("vmgather-bench");
  }

  public static void main(String[] args) throws Exception {
    Bench bench = new Bench(args[0], args[1], args[2]);
    if (bench.parse(Arrays.asList(args).subList(3, args.length))) {
      try {
        bench.run();
      } finally {
        deleteAll(bench.work);
      }
    }
  }

  private boolean parse(List<String> options) {
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.equals("--")) {
        exportOptions = options.subList(i + 1, options.size());
        return true;
      }
      if (option.equals("--rest")) {
        rest = true;
        continue;
      }
      if (option.equals("--help") || i + 1 == options.size()) {
        System.out.print(HELP);
        return false;
      }
      String value = options.get(++i);
      switch (option) {
        case "--series" -> series = Integer.parseInt(value);
        case "--hours" ->
            hours = Stream.of(value.split(",")).mapToDouble(Double::parseDouble).toArray();
        case "--step" -> step = Integer.parseInt(value);
        case "--pairs" -> pairs = Integer.parseInt(value);
        case "--kinds" -> kinds = value.split(",");
        default -> {
          System.out.print(HELP);
          return false;
        }
      }
    }
    return true;
  }

  private void run() throws Exception {
    for (String kind : kinds) {
      long end = Instant.now().getEpochSecond() / 3600 * 3600 * 1000;
      int port = freePort();
      Path data = work.resolve(kind);
      Process server =
          new ProcessBuilder(
                  vmBinary,
                  "-storageDataPath=" + data,
                  "-httpListenAddr=127.0.0.1:" + port,
                  "-retentionPeriod=100y")
              .redirectErrorStream(true)
              .redirectOutput(work.resolve(kind + ".log").toFile())
              .start();
      try {
        awaitHealth(port, server);
        fill(port, kind, end);
        for (double length : hours) {
          if (rest) {
            compare(port, kind, length, end);
          } else {
            measure(port, kind, length, end);
          }
        }
      } finally {
        server.destroy();
        server.waitFor(30, TimeUnit.SECONDS);
      }
    }
  }

  private void fill(int port, String kind, long end) throws Exception {
    double longest = Arrays.stream(hours).max().orElseThrow();
    System.out.printf("filling: %d series, %.0f h at %d s, %s%n", series, longest, step, kind);
    String make =
        String.join(
            " ", "java", quote(maker), "" + series, "" + longest, "" + step, "" + end, kind);
    sh(make + " | curl -sS -f -T - http://127.0.0.1:" + port + "/api/v1/import");
    sh("curl -sS -f http://127.0.0.1:" + port + "/internal/force_flush");
    sh("curl -sS -f http://127.0.0.1:" + port + "/internal/force_merge");
  }

  private void measure(int port, String kind, double length, long end) throws Exception {
    List<Run> floors = new ArrayList<>();
    List<Run> exports = new ArrayList<>();
    for (int i = 0; i <= pairs; i++) {
      Run floor = floor(port, length, end);
      Run export = export(port, length, end);
      if (i > 0) {
        floors.add(floor);
        exports.add(export);
      }
    }
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = exports.get(i).seconds() / floors.get(i).seconds();
    }
    Arrays.sort(ratios);
    System.out.printf(
        "%-8s %3.0f h   floor %6.2f s %7.2f MB   export %6.2f s %7.2f MB   "
            + "time %.2f of the floor (%.2f to %.2f)   size %.3f   peak memory %d MB%n",
        kind,
        length,
        median(floors),
        floors.get(0).bytes() / 1e6,
        median(exports),
        exports.get(0).bytes() / 1e6,
        ratios[pairs / 2],
        ratios[0],
        ratios[pairs - 1],
        (double) exports.get(0).bytes() / floors.get(0).bytes(),
        exports.stream().mapToLong(Run::peakBytes).max().orElse(0) / 1_000_000);
  }

  /** The service, which runs already, against the command line, its two starts of Java included. */
  private void compare(int port, String kind, double length, long end) throws Exception {
    Path folder = work.resolve("served");
    String start = Instant.ofEpochMilli(end - Math.round(length * 3_600_000)).toString();
    double[] ratios = new double[pairs];
    double[] served = new double[pairs];
    List<Run> exports = new ArrayList<>();
    try (Service service = Service.start(jar, folder, work.resolve("service.log"))) {
      for (int i = -1; i < pairs; i++) {
        Run export = export(port, length, end);
        String url = "http://127.0.0.1:" + port;
        double seconds = service.export(url, start, Instant.ofEpochMilli(end).toString());
        // Blocks are of other sizes, and so are the archives, a little.
        if (Math.abs(sizeOf(folder) - export.bytes()) > export.bytes() / 50) {
          throw new IllegalStateException(sizeOf(folder) + " bytes, not " + export.bytes());
        }
        deleteAll(folder);
        Files.createDirectories(folder);
        if (i >= 0) {
          exports.add(export);
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
        kind, length, median(exports), served[pairs / 2], ratios[pairs / 2], ratios[0], ratios[pairs - 1]);
  }

  private static long peakOfAll(long pid) {
    ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(first), first.descendants())
        .mapToLong(one -> peakOf(one.pid()))
        .sum();
  }

  /** One run: wall time, bytes written, peak resident memory of all its processes. */
  private record Run(double seconds, long bytes, long peakBytes) {}

  private static double median(List<Run> runs) {
    return runs.stream().mapToDouble(Run::seconds).sorted().toArray()[runs.size() / 2];
  }

  private Run floor(int port, double length, long end) throws Exception {
    Path out = work.resolve("floor.gz");
    StringBuilder windows = new StringBuilder("{ ");
    long start = end - Math.round(length * 3_600_000);
    for (long at = start; at < end; at += 3_600_000) {
      windows
          .append("curl -sS -f http://127.0.0.1:")
          .append(port)
          .append("/api/v1/export --data-urlencode 'match[]={job!=\"\"}' -d start=")
          .append(at)
          .append(" -d end=")
          .append(Math.min(at + 3_600_000, end) - 1)
          .append("; ");
    }
    windows.append("} | gzip -6 > ").append(quote(out.toString()));
    return timed(List.of("bash", "-c", windows.toString()), out);
  }

  private Run export(int port, double length, long end) throws Exception {
    Path folder = work.resolve("bundles");
    deleteAll(folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                "java",
                "-jar",
                jar,
                "export",
                "--url",
                "http://127.0.0.1:" + port,
                "--selector",
                "{job!=\"\"}",
                "--start",
                Instant.ofEpochMilli(end - Math.round(length * 3_600_000)).toString(),
                "--end",
                Instant.ofEpochMilli(end).toString(),
                "--output",
                folder.toString()));
    command.addAll(exportOptions);
    return timed(command, folder);
  }

  private Run timed(List<String> command, Path out) throws Exception {
    Path log = work.resolve("run.log");
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Map<Long, Long> peaks = new HashMap<>();
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      Stream.concat(Stream.of(process.toHandle()), process.descendants())
          .forEach(one -> peaks.merge(one.pid(), peakOf(one.pid()), Math::max));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(command.get(0) + " failed: " + Files.readString(log));
    }
    return new Run(seconds, sizeOf(out), peaks.values().stream().mapToLong(Long::longValue).sum());
  }

  private static long peakOf(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException gone) {
      // It has just ended.
    }
    return 0;
  }

  private static long sizeOf(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void awaitHealth(int port, Process server) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (server.isAlive() && Instant.now().isBefore(deadline)) {
      try {
        URI health = URI.create("http://127.0.0.1:" + port + "/health");
        HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
        if (connection.getResponseCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("VictoriaMetrics does not answer on port " + port);
  }

  private static void sh(String command) throws Exception {
    Process process = new ProcessBuilder("bash", "-c", "set -o pipefail; " + command).start();
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed: " + error);
    }
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void deleteAll(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}
