import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of a command: wall time, bytes that it wrote, peak resident memory of all its processes. */
record TimedRun(double seconds, long bytes, long peakBytes) {
  /**
   * Runs a command to its end.
   *
   * @param log takes what it says
   * @param out file or folder that it writes to; null for none
   */
  static TimedRun of(List<String> command, Path log, Path out) throws Exception {
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
    long bytes = out == null ? 0 : sizeOf(out);
    return new TimedRun(
        seconds, bytes, peaks.values().stream().mapToLong(Long::longValue).sum());
  }

  static double median(List<TimedRun> runs) {
    return runs.stream().mapToDouble(TimedRun::seconds).sorted().toArray()[runs.size() / 2];
  }

  /** Peak resident memory in bytes; 0 of a process that has ended. */
  static long peakOf(long pid) {
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

  /** Bytes of all files in a folder, or of one file. */
  static long sizeOf(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
