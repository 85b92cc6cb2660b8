package io.vmgather.exporter.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.VmServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Series that break careless exporters, over some hours from a full hour on. */
public final class AwkwardData {
  /** On the borders of all batches of full seconds. 2026-03-04T07:00:00Z. */
  public static final long START = 1_772_607_600_000L;

  public static final int CADENCE_MILLIS = 15_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String run;
  private final long lengthMillis;
  private final StringBuilder lines = new StringBuilder();

  private AwkwardData(String run, long lengthMillis) {
    this.run = run;
    this.lengthMillis = lengthMillis;
  }

  /**
   * Stores all of it.
   *
   * @param run the value of the label {@code run} on every series
   */
  public static void store(VmServer server, String run, long lengthMillis) {
    AwkwardData data = new AwkwardData(run, lengthMillis);
    data.addLabels();
    data.addValues();
    server.store(data.lines.toString());
    server.storeRemoteWrite(data.staleMarkers().body());
  }

  private void addLabels() {
    List<Map<String, String>> sets =
        List.of(
            Map.of("job", "j1", "instance", "[2001:db8::7]:9100", "note", "[2001:db8::7]:9100"),
            Map.of("job", "j1", "instance", "10.20.0.11:9100", "note", "say \"hi\" \\ C:\\dir\\"),
            Map.of(
                "job", "j2", "instance", "host-a.corp", "note", "line\nbreak\ttab\r\u0001\u007f"),
            Map.of("job", "j2", "instance", "хост-б.corp:80", "note", "Köln 東京 🚀 \u2028"),
            Map.of(
                "job", "a/b|c.d\"e", "note", "{\"metric\":{}},\"values\":[1],\"timestamps\":[]}"),
            Map.of("note", "},\"values\":["),
            Map.of("job", "j3", "note", "<a href='x'>&amp;</a>%41+\\u0041"));
    for (Map<String, String> labels : sets) {
      Map<Long, String> samples = new TreeMap<>();
      for (long at = START - 60_000; at <= START + lengthMillis + 60_000; at += CADENCE_MILLIS) {
        samples.put(at, Long.toString((at / 1000) % 977));
      }
      add("awkward_labels", labels, samples);
    }
  }

  private void addValues() {
    Random random = new Random(7);
    Map<Long, String> infinite = new TreeMap<>();
    Map<Long, String> gaps = new TreeMap<>();
    Map<Long, String> odd = new TreeMap<>();
    Map<Long, String> borders = new TreeMap<>();
    String[] special = {"\"Infinity\"", "\"-Infinity\"", "0", "-0.001", "3.25", "1e9"};
    for (long at = START; at <= START + lengthMillis; at += CADENCE_MILLIS) {
      infinite.put(at, special[random.nextInt(special.length)]);
      if (random.nextInt(10) > 6) {
        gaps.put(at, "1.5");
      }
      odd.put(at + random.nextInt(CADENCE_MILLIS), Double.toString(random.nextGaussian()));
      for (long near = at - 1; near <= at + 1; near++) {
        borders.put(near, Long.toString(near - START));
      }
    }
    add("awkward_infinite", Map.of("job", "j1", "instance", "10.20.0.11:9100"), infinite);
    add("awkward_gaps", Map.of("job", "j1", "instance", "10.20.0.11:9256"), gaps);
    add("awkward_odd", Map.of("job", "j2", "instance", "host-a.corp:1"), odd);
    add("awkward_borders", Map.of("job", "j2", "instance", "host-b.corp:1"), borders);
    add("awkward_once", Map.of("job", "j3"), Map.of(START + 30 * 60_000 + 1, "17"));
  }

  private RemoteWrite staleMarkers() {
    Map<Long, Double> samples = new TreeMap<>();
    for (long at = START; at <= START + lengthMillis; at += CADENCE_MILLIS) {
      samples.put(at, at / CADENCE_MILLIS % 5 == 0 ? RemoteWrite.STALE : at / 1000 % 100 + 0.5);
    }
    return new RemoteWrite()
        .series(
            Map.of("__name__", "awkward_stale", "job", "j1", "instance", "c.corp:1", "run", run),
            samples);
  }

  private void add(String name, Map<String, String> labels, Map<Long, String> samples) {
    Map<String, String> metric = new LinkedHashMap<>(Map.of("__name__", name, "run", run));
    metric.putAll(labels);
    lines.append(line(metric, samples));
  }

  /** One export line; values are JSON, timestamps in milliseconds. */
  public static String line(Map<String, String> metric, Map<Long, String> samples) {
    return "{\"metric\":"
        + JSON.valueToTree(metric)
        + ",\"values\":["
        + String.join(",", samples.values())
        + "],\"timestamps\":["
        + String.join(",", samples.keySet().stream().map(String::valueOf).toList())
        + "]}\n";
  }
}
