package io.vmgather.exporter.bundle;

import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A manifest with every field, for tests. */
public final class Manifests {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Manifests() {}

  public static Manifest of(MetricsFacts facts) {
    return new Manifest(
        "e-1",
        NOON,
        new Manifest.TimeRange(NOON.minusSeconds(5400), NOON),
        List.of("vmstorage", "vmselect", "vmstorage"),
        List.of("vmstorage-job-1"),
        facts.lines(),
        true,
        "2.0.0",
        BundleFormat.FORMAT_VERSION,
        null,
        facts.samples(),
        facts.sha256(),
        new Manifest.Source("cluster", List.of("v1.150.0"), "export"),
        "{job=\"vmstorage-job-1\"}",
        new Manifest.Batching("auto", 60, 90),
        null,
        List.of("env"),
        new Manifest.Obfuscation(
            Map.of(
                "job", new Manifest.HiddenLabel(1, "component-job-N"),
                "instance", new Manifest.HiddenLabel(1234, "777.777.X.Y")),
            Map.of("job", Map.of("vmstorage-job-1", "00ff")),
            Map.of("addr", 7L),
            new Manifest.LeakScan(4100, 0)));
  }
}
