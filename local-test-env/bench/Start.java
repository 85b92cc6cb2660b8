import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Times the server, from the start of its process to the first 200. See README.md here.
 */
public final class Start {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final long POLL_MILLIS = 5;
  private static final long PATIENCE_SECONDS = 60;

  private final String jar;
  private final Path home;

  private Start(String jar, Path home) {
    this.jar = jar;
    this.home = home;
  }

  public static void main(String[] args) throws Exception {
    int runs = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    Path home = Files.createTempDirectory("vmgather-start");
    try {
      new Start(args[0], home).measure(runs);
    } finally {
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void measure(int runs) throws Exception {
    System.out.printf(Locale.ROOT, "first start of the jar     %5.0f ms%n", server(""));
    awaitArchive();
    List<Double> floors = new ArrayList<>();
    List<Double> starts = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      floors.add(floor());
      starts.add(server(""));
      alone.add(server("off"));
    }
    print("java -version (floor)", floors, floors);
    print("server", starts, floors);
    print("server, no second process", alone, floors);
  }

  private static void print(String what, List<Double> times, List<Double> floors) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double[] ratios = new double[sorted.length];
    Arrays.setAll(ratios, i -> times.get(i) / floors.get(i));
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%-26s %5.0f ms (%.0f to %.0f), %.1f of the floor%n",
        what,
        median(sorted),
        sorted[0],
        sorted[sorted.length - 1],
        median(ratios));
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double floor() throws Exception {
    long begin = System.nanoTime();
    new ProcessBuilder(JAVA, "-version").redirectError(Redirect.DISCARD).start().waitFor();
    return (System.nanoTime() - begin) / 1e6;
  }

  /** Milliseconds until the first 200; the server is ended before this returns. */
  private double server(String relaunch) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(JAVA, "-jar", jar, "-addr", "localhost:" + port, "-no-browser")
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT);
    builder.environment().put("XDG_CACHE_HOME", home.toString());
    builder.environment().put("VMGATHER_RELAUNCH", relaunch);
    long begin = System.nanoTime();
    Process process = builder.start();
    while (!answers(port)) {
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s");
      }
      Thread.sleep(POLL_MILLIS);
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the server does not end");
    }
    return millis;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      return false;
    }
  }

  /** The class archive is made in the background of the first start. */
  private void awaitArchive() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      Thread.sleep(200);
      try (Stream<Path> files = Files.walk(home)) {
        if (files.anyMatch(file -> file.toString().endsWith(".jsa"))) {
          Thread.sleep(500);
          return;
        }
      }
    }
    System.out.println("no class archive was made: the starts below are without");
  }
}
