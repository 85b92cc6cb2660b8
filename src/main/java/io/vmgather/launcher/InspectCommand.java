package io.vmgather.launcher;

import io.vmgather.common.bundle.Manifest;
import io.vmgather.exporter.bundle.BundleInspection;
import io.vmgather.exporter.bundle.InspectionLimits;
import io.vmgather.exporter.bundle.MetricsSummary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vmgather inspect}: what is in a bundle, and whether it is whole. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Reads a bundle from end to end, checks its checksums and counts, and shows what is in it."
          + " Writes nothing and sends nothing. Ends with 1 when the bundle is damaged."
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BUNDLE", description = "The bundle's ZIP file.")
  private Path bundle;

  @Override
  public Integer call() {
    BundleInspection found = BundleInspection.inspect(bundle, InspectionLimits.defaults());
    PrintStream out = System.out;
    manifest(found.manifest(), out);
    metrics(found, out);
    found.differences().forEach(difference -> out.println("DIFFERS    " + difference));
    return found.differences().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void manifest(Manifest manifest, PrintStream out) {
    row(out, "export", manifest.exportId() + ", " + manifest.exportDate());
    row(out, "written by", "vmgather " + manifest.vmgatherVersion());
    if (manifest.timeRange() != null) {
      row(out, "range", manifest.timeRange().start() + " to " + manifest.timeRange().end());
    }
    row(out, "components", String.join(", ", manifest.components()));
    row(out, "jobs", String.join(", ", manifest.jobs()));
    if (manifest.query() != null) {
      row(out, "query", manifest.query());
    }
    row(out, "hidden", hidden(manifest));
  }

  private static String hidden(Manifest manifest) {
    if (!manifest.obfuscated()) {
      return "nothing: real names are in it";
    }
    if (manifest.obfuscation() == null) {
      return "the manifest does not say what";
    }
    return manifest.obfuscation().labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(label -> label.getValue().tokens() + " values of " + label.getKey())
        .collect(Collectors.joining(", "));
  }

  private static void metrics(BundleInspection found, PrintStream out) {
    MetricsSummary metrics = found.metrics();
    row(
        out,
        "contents",
        String.format(
            Locale.ROOT,
            "%s%,d series, %,d samples, %,d lines, %s",
            metrics.seriesExact() ? "" : "at least ",
            metrics.series(),
            metrics.samples(),
            metrics.lines(),
            Amount.bytes(found.metricsBytes())));
    if (metrics.first() != null) {
      row(out, "samples", metrics.first() + " to " + metrics.last());
    }
    row(out, "labels", String.join(", ", metrics.labelNames()));
    row(
        out,
        "checksum",
        found.metricsSha256()
            + (found.checksumInManifest() ? " as the manifest says" : " (none in the manifest)"));
    out.println("metrics with most series:");
    metrics
        .topMetrics()
        .forEach(top -> out.printf(Locale.ROOT, "  %,8d  %s%n", top.series(), top.name()));
  }

  private static void row(PrintStream out, String name, String text) {
    out.printf("%-11s%s%n", name, text);
  }
}
