package io.vmgather.exporter.obfuscate;

import java.util.List;
import java.util.Map;

/**
 * What was hidden in one export, for the manifest and for people. No original is in it, but public
 * words that are no secret.
 *
 * @param labels hidden label to its tokens
 * @param maps label to token to digest of the original; lazy, made to be streamed
 * @param residueRewritten other label to the number of label sets in which originals were replaced
 * @param leakScan the last check
 * @param notHunted why values were not looked for in other labels, to how many
 * @param publicWords those of them that are component names and the like
 * @param metricNamesWithOriginals metrics whose names contain an original as a part; names are
 *     never changed
 * @param keptLabels labels whose values all are in the export as they were, the metric's name aside
 * @param relabelled labels such as {@code exported_job}, which may want hiding, too
 * @param collisions label sets that became equal to another one, by what was hidden or dropped
 */
public record ObfuscationReport(
    Map<String, HiddenLabel> labels,
    Map<String, Map<String, String>> maps,
    Map<String, Long> residueRewritten,
    LeakScan leakScan,
    Map<String, Long> notHunted,
    List<String> publicWords,
    List<String> metricNamesWithOriginals,
    List<String> keptLabels,
    List<String> relabelled,
    long collisions) {
  public ObfuscationReport {
    labels = Map.copyOf(labels);
    residueRewritten = Map.copyOf(residueRewritten);
    notHunted = Map.copyOf(notHunted);
    publicWords = List.copyOf(publicWords);
    metricNamesWithOriginals = List.copyOf(metricNamesWithOriginals);
    keptLabels = List.copyOf(keptLabels);
    relabelled = List.copyOf(relabelled);
  }

  /**
   * A label that was hidden.
   *
   * @param tokens how many tokens of the label stand in the export
   * @param rule their form, such as {@code 777.777.X.Y}
   */
  public record HiddenLabel(long tokens, String rule) {}
}
