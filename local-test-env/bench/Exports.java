import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Made-up series in a VictoriaMetrics, and the two ways to get them out again: as a person runs an
 * export, and the floor.
 *
 * @param jar that is timed
 * @param maker source of MakeSeries
 * @param work folder for what the runs write
 */
record Exports(String jar, String maker, Path work) {
  /**
   * Fills a server up to a moment.
   *
   * @param kind as MakeSeries has them
   */
  void fill(String url, int series, double hours, int step, String kind, long endMillis)
      throws Exception {
    String make =
        String.join(
            " ", "java", Shell.quote(maker), "" + series, "" + hours, "" + step, "" + endMillis, kind);
    Shell.run(make + " | curl -sS -f -T - " + url + "/api/v1/import");
    Shell.run("curl -sS -f " + url + "/internal/force_flush");
    Shell.run("curl -sS -f " + url + "/internal/force_merge");
  }

  /** The same samples by curl in windows of one hour through one gzip -6. */
  TimedRun floor(String url, double hours, long endMillis) throws Exception {
    Path out = work.resolve("floor.gz");
    StringBuilder windows = new StringBuilder("{ ");
    for (long at = start(hours, endMillis); at < endMillis; at += 3_600_000) {
      windows
          .append("curl -sS -f ")
          .append(url)
          .append("/api/v1/export --data-urlencode 'match[]={job!=\"\"}' -d start=")
          .append(at)
          .append(" -d end=")
          .append(Math.min(at + 3_600_000, endMillis) - 1)
          .append("; ");
    }
    windows.append("} | gzip -6 > ").append(Shell.quote(out.toString()));
    return TimedRun.of(List.of("bash", "-c", windows.toString()), work.resolve("run.log"), out);
  }

  /** By the command line, its starts of Java included; what it says is in {@link #log}. */
  TimedRun export(String url, double hours, long endMillis, List<String> options) throws Exception {
    Path folder = work.resolve("bundles");
    Shell.deleteAll(folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                "java", "-jar", jar, "export", "--url", url, "--selector", "{job!=\"\"}",
                "--start", Instant.ofEpochMilli(start(hours, endMillis)).toString(),
                "--end", Instant.ofEpochMilli(endMillis).toString(),
                "--output", folder.toString()));
    command.addAll(options);
    return TimedRun.of(command, log(), folder);
  }

  Path log() {
    return work.resolve("run.log");
  }

  static long start(double hours, long endMillis) {
    return endMillis - Math.round(hours * 3_600_000);
  }

  /** The last full hour: what is exported is over, and the same for all runs of a benchmark. */
  static long lastHour() {
    return Instant.now().getEpochSecond() / 3600 * 3600 * 1000;
  }
}
