package io.vmgather.exporter.bundle;

import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The text that a person at the support desk reads first. It is made of the manifest only, so it
 * can tell nothing that the manifest doesn't.
 */
public final class Readme {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int SHOWN = 50;

  private final StringBuilder text = new StringBuilder(4096);

  private Readme() {}

  /** Plain text, lines of at most about 100 characters, ended by {@code \n}. */
  public static String of(Manifest manifest) {
    Readme readme = new Readme();
    readme.head(manifest);
    readme.content(manifest);
    readme.hidden(manifest);
    readme.howTo(manifest);
    return readme.text.toString();
  }

  private void head(Manifest manifest) {
    line("VictoriaMetrics support bundle");
    line("==============================");
    line("");
    line("Metrics about a VictoriaMetrics installation, gathered by vmgather for support.");
    line("");
    field("Export", manifest.exportId());
    field("Made", utc(manifest.exportDate()));
    field("By", "vmgather " + manifest.vmgatherVersion());
    if (manifest.timeRange() != null) {
      field("From", utc(manifest.timeRange().start()));
      field("To", utc(manifest.timeRange().end()) + " (not included)" + length(manifest));
    }
    if (manifest.source() != null) {
      field("Source", manifest.source().flavour());
      field("Versions", list(manifest.source().versions()));
    }
    field("Components", list(manifest.components()));
    field("Jobs", list(manifest.jobs()));
    field("Selection", manifest.query());
  }

  private void content(Manifest manifest) {
    title("What is inside");
    line(BundleFormat.METRICS_ENTRY + "  one JSON object a line, as /api/v1/export writes it:");
    line("               {\"metric\":{...},\"values\":[...],\"timestamps\":[milliseconds,...]}");
    line(BundleFormat.MANIFEST_ENTRY + "  the manifest: everything below, for programs");
    line("");
    field("Lines", number(manifest.metricsCount()));
    field("Series", number(manifest.seriesCount()));
    field("Samples", number(manifest.samplesCount()));
    field("SHA-256", manifest.metricsSha256());
    if (manifest.metricStepSeconds() == null) {
      line("Samples are as they were stored; none was computed or left out.");
    } else {
      line(howThinned(manifest) + manifest.metricStepSeconds() + " seconds.");
    }
  }

  private static String howThinned(Manifest manifest) {
    boolean computed = manifest.source() != null && "query_range".equals(manifest.source().route());
    return computed
        ? "These are points that the source computed (query_range), one each "
        : "Samples were thinned to one each ";
  }

  private void hidden(Manifest manifest) {
    title("What was hidden");
    List<String> dropped = manifest.droppedLabels();
    if (dropped != null && !dropped.isEmpty()) {
      field("Removed", list(dropped));
    }
    Manifest.Obfuscation hidden = manifest.obfuscation();
    if (!manifest.obfuscated() || hidden == null) {
      line(manifest.obfuscated() ? "Labels were replaced by tokens." : "No label was replaced.");
      return;
    }
    line("Values of these labels were replaced by tokens, also where they stood in other labels:");
    new TreeMap<>(hidden.labels()).forEach(this::hiddenLabel);
    hidden.residueRewritten().forEach(this::residue);
    if (hidden.leakScan() != null) {
      line(
          number(hidden.leakScan().checkedLabelSets())
              + " label sets were searched for originals before this bundle was made; found: "
              + hidden.leakScan().residual()
              + ".");
    }
    line("The same original always has the same token. Only the sender can tell what stands");
    line("behind a token; ask with the token. Digests of the originals are in the manifest.");
  }

  private void hiddenLabel(String name, Manifest.HiddenLabel label) {
    String rule = label.rule() == null ? "" : ", " + label.rule();
    line("  - " + name + ": " + number((Long) label.tokens()) + " values" + rule);
  }

  private void residue(String name, Long values) {
    line("  - found in label " + name + " and replaced there: " + number(values) + " values");
  }

  private void howTo(Manifest manifest) {
    title("How to look at it");
    line("Into a VictoriaMetrics that keeps data of that time (-retentionPeriod):");
    line("");
    line("  unzip -p THIS.zip " + BundleFormat.METRICS_ENTRY + " |");
    line("    curl -T - -X POST http://localhost:8428/api/v1/import");
    line("");
    line("Then query it at http://localhost:8428/vmui" + queryRange(manifest) + ".");
  }

  private static String queryRange(Manifest manifest) {
    return manifest.timeRange() == null
        ? ""
        : " between "
            + utc(manifest.timeRange().start())
            + " and "
            + utc(manifest.timeRange().end());
  }

  private static String length(Manifest manifest) {
    Duration length =
        Duration.between(manifest.timeRange().start(), manifest.timeRange().end()).abs();
    return ", " + length.toString().substring(1).replace("T", "").toLowerCase(Locale.ROOT);
  }

  private void title(String title) {
    line("");
    line(title);
    line("-".repeat(title.length()));
  }

  private void field(String name, String value) {
    if (value != null && !value.isEmpty()) {
      line(String.format(Locale.ROOT, "%-11s %s", name + ":", value));
    }
  }

  // A line break in a value must not be able to look like another field.
  private void line(String line) {
    line.chars().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(c -> text.append((char) c));
    text.append('\n');
  }

  private static String list(List<String> values) {
    List<String> unique = List.copyOf(new TreeSet<>(values));
    return unique.size() <= SHOWN
        ? String.join(", ", unique)
        : String.join(", ", unique.subList(0, SHOWN))
            + " and "
            + (unique.size() - SHOWN)
            + " more (see the manifest)";
  }

  private static String number(Long value) {
    return value == null ? null : String.format(Locale.ROOT, "%,d", value);
  }

  private static String utc(Instant time) {
    return time == null ? null : UTC.format(time);
  }
}
