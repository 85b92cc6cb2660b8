package io.vmgather.exporter.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the synchronous call of old scripts answers.
 *
 * @param exportId also part of the bundle's name
 * @param archivePath to download it by
 * @param archiveName file name
 * @param archiveSize bytes
 * @param metricsCount JSON lines written
 * @param sha256 of the archive, in hexadecimal digits
 * @param timeRange that was exported
 * @param obfuscationApplied whether anything was hidden
 * @param sampleData some series, read from the source once more and hidden by the same tokens;
 *     empty when that failed
 * @param sampleError why it failed; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportArchive(
    String exportId,
    String archivePath,
    String archiveName,
    long archiveSize,
    long metricsCount,
    String sha256,
    ExportStatus.TimeSpan timeRange,
    boolean obfuscationApplied,
    List<SampleResource.Sample> sampleData,
    String sampleError) {
  static ExportArchive of(ExportResult result, SampleResource.Excerpt samples) {
    return new ExportArchive(
        result.exportId(),
        result.archivePath(),
        result.archiveName(),
        result.archiveSizeBytes(),
        result.metricsExported(),
        result.sha256(),
        result.timeRange(),
        result.obfuscationApplied(),
        samples.samples(),
        samples.error());
  }
}
