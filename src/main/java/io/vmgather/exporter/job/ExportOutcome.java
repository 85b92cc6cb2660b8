package io.vmgather.exporter.job;

import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.obfuscate.ObfuscationReport;
import io.vmgather.exporter.obfuscate.PrivateMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an export came to.
 *
 * @param exportId random, part of the bundle's name
 * @param bundle nothing when the lines went to a stream
 * @param lines JSON lines written
 * @param sourceBytes read from VictoriaMetrics
 * @param route how the samples were read: export or query_range
 * @param selection the selector or expression that was sent; may hold originals
 * @param report nothing when no label was hidden
 * @param warnings for the person who exports; may hold what the source said
 * @param privateMap reads the session's tokens back, lazily; nothing when no label was hidden
 */
public record ExportOutcome(
    String exportId,
    TimeWindow window,
    Optional<FinishedBundle> bundle,
    long lines,
    long series,
    long samples,
    long sourceBytes,
    String route,
    String selection,
    Optional<ObfuscationReport> report,
    List<String> warnings,
    Duration elapsed,
    Optional<PrivateMap> privateMap) {

  /** The same once nobody may read the tokens back here. */
  public ExportOutcome withoutMap() {
    return new ExportOutcome(
        exportId,
        window,
        bundle,
        lines,
        series,
        samples,
        sourceBytes,
        route,
        selection,
        report,
        warnings,
        elapsed,
        Optional.empty());
  }
}
