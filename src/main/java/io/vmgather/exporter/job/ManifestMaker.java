package io.vmgather.exporter.job;

import io.vmgather.common.TimeWindow;
import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.Manifest;
import io.vmgather.exporter.bundle.BundleName;
import io.vmgather.exporter.bundle.MetricsFacts;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.ObfuscationReport;
import io.vmgather.exporter.obfuscate.ObfuscationRules;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says in the manifest what an export was, in tokens where names are hidden. */
final class ManifestMaker {
  private static final DateTimeFormatter IN_NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

  private final String exportId;
  private final ExportSettings settings;
  private final Dictionary dictionary;
  private final StagedExport staged;
  private final ExportPlan plan;
  private final Instant date;

  ManifestMaker(
      String exportId, ExportSettings settings, Dictionary dictionary, StagedExport staged) {
    this.dictionary = dictionary;
    this.exportId = exportId;
    this.settings = settings;
    this.staged = staged;
    this.plan = staged.prepared().plan();
    this.date = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  String fileName() {
    String wanted = plan.config().outputSettings().archiveName();
    if (wanted == null || wanted.isBlank()) {
      return "vmexport_" + exportId + "_" + IN_NAME.format(date) + ".zip";
    }
    return BundleName.withEnding(wanted);
  }

  /** How the bundle's name begins, whenever and however often it is made. */
  String nameStart() {
    String wanted = plan.config().outputSettings().archiveName();
    if (wanted == null || wanted.isBlank()) {
      return "vmexport_" + exportId + "_";
    }
    return wanted.endsWith(".zip") ? wanted.substring(0, wanted.length() - 4) : wanted;
  }

  Manifest manifest(MetricsFacts facts) {
    PreparedExport prepared = staged.prepared();
    TimeWindow range = plan.batches().range();
    boolean hidden = plan.rules().hidesAnything();
    return new Manifest(
        exportId,
        date,
        new Manifest.TimeRange(range.start(), range.end()),
        prepared.survey().componentsOf(prepared.jobs()),
        jobs(),
        facts.lines(),
        hidden,
        settings.version(),
        BundleFormat.FORMAT_VERSION,
        staged.rewriter().distinctSeries(),
        facts.samples(),
        facts.sha256(),
        new Manifest.Source(prepared.survey().flavour(), versions(), staged.route()),
        shown(prepared.selection()),
        batching(),
        stepSeconds(),
        List.copyOf(new TreeSet<>(plan.rules().dropLabels())),
        staged.report().map(ManifestMaker::obfuscation).orElse(null));
  }

  private List<String> jobs() {
    ObfuscationRules rules = plan.rules();
    return staged.prepared().jobs().stream()
        .map(job -> rules.jobs() ? dictionary.token("job", job) : shown(job))
        .sorted()
        .toList();
  }

  /** They come out of labels, and any label can be hidden. */
  private List<String> versions() {
    return staged.prepared().survey().versions().stream().map(this::shown).distinct().toList();
  }

  /** A text without the originals in it. */
  private String shown(String text) {
    return plan.rules().hidesAnything() ? staged.rewriter().rewriteText(text) : text;
  }

  private Long stepSeconds() {
    boolean raw = plan.step().isEmpty() && staged.route().equals("export");
    return raw ? null : (Long) plan.pointStep().toSeconds();
  }

  private Manifest.Batching batching() {
    Batches batches = plan.batches();
    String strategy = !batches.kept() ? "auto" : batches.count() == 1 ? "single" : "custom";
    return new Manifest.Batching(strategy, batches.interval().toSeconds(), batches.count());
  }

  private static Manifest.Obfuscation obfuscation(ObfuscationReport report) {
    Map<String, Manifest.HiddenLabel> labels = new TreeMap<>();
    report
        .labels()
        .forEach(
            (name, hidden) ->
                labels.put(name, new Manifest.HiddenLabel(hidden.tokens(), hidden.rule())));
    return new Manifest.Obfuscation(
        labels,
        report.maps(),
        new TreeMap<>(report.residueRewritten()),
        new Manifest.LeakScan(report.leakScan().checkedLabelSets(), report.leakScan().residual()));
  }
}
