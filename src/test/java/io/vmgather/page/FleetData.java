package io.vmgather.page;

import io.vmgather.VmServer;
import io.vmgather.exporter.job.AwkwardData;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.TestServers;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A small fleet of components, in an hour of the past that no other run has. */
final class FleetData {
  static final String HOSTILE = "<img src=x onerror=alert(1)>";
  static final long START =
      AwkwardData.START - (24L + new Random().nextInt(24 * 300)) * 60 * 60 * 1000;
  static final long LENGTH = 1_800_000;

  /** What must not be in a bundle whose instances and jobs are hidden. */
  static final List<String> ORIGINALS =
      List.of("stor-1.walk.example", "10.31.7.9", "eu-prod-walk", "onerror");

  private static final String VERSION = "-20260821-145100-tags-v1.150.0-cluster-0-gabcdef";

  private static boolean stored;

  private FleetData() {}

  /** Once for all test classes. */
  static synchronized void store() {
    if (stored) {
      return;
    }
    stored = true;
    for (String server : List.of("SINGLE", "TENANT0", "TENANT1011")) {
      TestServers.server(server).store(lines());
    }
  }

  /** In the form of {@code /api/v1/import}. */
  static String lines() {
    StringBuilder lines = new StringBuilder();
    for (String instance : List.of("stor-1.walk.example:8482", "10.31.7.9:8482")) {
      lines.append(version("vmstorage", "eu-prod-walk", instance));
      for (String name : List.of("vm_rows", "process_resident_memory_bytes", "go_goroutines")) {
        lines.append(line(Map.of("__name__", name, "job", "eu-prod-walk", "instance", instance)));
      }
    }
    lines.append(version("vmagent", HOSTILE, HOSTILE));
    lines.append(
        line(
            Map.of(
                "__name__", "vmagent_rows", "job", HOSTILE, "instance", HOSTILE, "note", HOSTILE)));
    lines.append(
        line(
            Map.of(
                "__name__",
                "vm_rpc",
                "job",
                "eu-prod-walk",
                "instance",
                "10.31.7.9:8482",
                "addr",
                "stor-1.walk.example:8400")));
    return lines.toString();
  }

  /** What that server holds of the hour's first half, by one request. */
  static SampleSet samples(String server) {
    return samples(TestServers.server(server));
  }

  static SampleSet samples(VmServer server) {
    return SampleSet.ofLines(server.export(TestServers.ALL, START, START + LENGTH));
  }

  /** As a field for date and time takes a full minute, in UTC. */
  static String at(long offsetMillis) {
    return Instant.ofEpochMilli(START + offsetMillis).toString().substring(0, 16);
  }

  /** The start as a clock in Berlin has it. */
  static String inBerlin() {
    return start().toLocalDateTime().toString().substring(0, 16);
  }

  /** How the browser's British English calls Berlin's zone at the start. */
  static String zoneName() {
    return start().getOffset().getTotalSeconds() == 3600 ? "CET" : "CEST";
  }

  private static ZonedDateTime start() {
    return Instant.ofEpochMilli(START).atZone(ZoneId.of("Europe/Berlin"));
  }

  private static String version(String component, String job, String instance) {
    return line(
        Map.of(
            "__name__",
            "vm_app_version",
            "job",
            job,
            "instance",
            instance,
            "version",
            component + VERSION,
            "short_version",
            "v1.150.0"));
  }

  private static String line(Map<String, String> labels) {
    Map<String, String> metric = new TreeMap<>(labels);
    metric.put("run", TestServers.RUN);
    Map<Long, String> values = new TreeMap<>();
    for (long at = START; at <= START + LENGTH; at += 15_000) {
      values.put(at, Long.toString(at / 1000 % 977 * 1000));
    }
    return AwkwardData.line(metric, values);
  }
}
