package io.vmgather.importer.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vmgather.importer.plan.LabelCount;
import io.vmgather.importer.plan.PlanCounts;
import io.vmgather.importer.plan.TimestampUnit;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is in a bundle: {@code summary} of the wire contract.
 *
 * @param metricName of the first series
 * @param labels of the first series
 * @param start earliest sample as it is sent; null without one
 * @param end latest sample as it is sent; null without one
 * @param totalPoints samples of sound lines
 * @param points samples that are sent: those without what is dropped as too old or thinned out
 * @param bytes inflated, the same as {@code inflatedBytes}
 * @param sourceBytes of the file
 * @param inflatedBytes of the lines, as far as they are known
 * @param chunks that it takes, about
 * @param chunkBytes of one
 * @param examples label sets of the first series
 * @param skippedLines lines that can't be imported
 * @param droppedOld samples that are left out as too old
 * @param processedBytes inflated, that were read
 * @param normalizedTs whether timestamps were something else than milliseconds
 * @param analyzedLines sound lines
 * @param scannedLines lines in all
 * @param sampleLimit lines that are looked at; 0 for all
 * @param sampleCut whether there are more
 * @param maxLabelsSeen most labels of a series
 * @param overLabelLimit series with more labels than {@code maxLabelsLimit}
 * @param overLimitPoints their samples
 * @param maxLabelsLimit labels that the target takes of a series
 * @param totalLabels distinct label names
 * @param labelStats series by label
 */
public record ImportSummary(
    String metricName,
    Map<String, String> labels,
    Instant start,
    Instant end,
    long totalPoints,
    long points,
    long bytes,
    long sourceBytes,
    long inflatedBytes,
    long chunks,
    int chunkBytes,
    List<Map<String, String>> examples,
    long skippedLines,
    long droppedOld,
    long processedBytes,
    @JsonProperty("normalized_ts") boolean normalizedTs,
    long analyzedLines,
    long scannedLines,
    long sampleLimit,
    boolean sampleCut,
    int maxLabelsSeen,
    long overLabelLimit,
    long overLimitPoints,
    int maxLabelsLimit,
    int totalLabels,
    List<LabelCount> labelStats) {

  /** How much of a file was looked at, in bytes and lines. */
  record Extent(
      long sourceBytes, long inflatedBytes, long processedBytes, long lineLimit, boolean cut) {}

  static ImportSummary of(PlanCounts counts, Extent extent, int maxLabels) {
    List<Map<String, String>> examples = counts.examples();
    Map<String, String> first = examples.isEmpty() ? Map.of() : examples.get(0);
    List<LabelCount> labels = counts.labels();
    long bytes = Math.max(extent.inflatedBytes(), extent.processedBytes());
    boolean any = counts.sentSamples() > 0;
    return new ImportSummary(
        first.getOrDefault("__name__", ""),
        first,
        any ? Instant.ofEpochMilli(counts.firstSent()) : null,
        any ? Instant.ofEpochMilli(counts.lastSent()) : null,
        counts.samples(),
        counts.sentSamples(),
        bytes,
        extent.sourceBytes(),
        bytes,
        (bytes + ImportRun.CHUNK_BYTES - 1) / ImportRun.CHUNK_BYTES,
        ImportRun.CHUNK_BYTES,
        examples,
        counts.skippedLines(),
        counts.droppedOld(),
        extent.processedBytes(),
        counts.unit() != TimestampUnit.MILLIS,
        counts.lines(),
        counts.lines() + counts.skippedLines(),
        extent.lineLimit(),
        extent.cut(),
        counts.mostLabels(),
        counts.overLimitSeries(),
        counts.overLimitSamples(),
        maxLabels,
        labels.size(),
        labels);
  }
}
