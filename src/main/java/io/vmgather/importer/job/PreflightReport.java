package io.vmgather.importer.job;

import io.vmgather.importer.plan.Outlook;
import io.vmgather.importer.plan.SkippedLine;
import io.vmgather.importer.plan.SkippedReason;
import io.vmgather.importer.plan.TimestampUnit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an import would come to, before anything is sent.
 *
 * @param full whether every line was looked at; then checksums were compared too
 * @param checksum {@code matches}, {@code absent} or {@code not_checked}
 * @param series distinct label sets among the lines looked at, after dropping
 * @param firstMillis earliest sample as it lies in the bundle; 0 without one
 * @param lastMillis latest
 * @param skipped the first 100 lines that can't be imported
 * @param skippedReasons all reasons for that
 * @param overLimitGroups series over the label limit by their label names, at most 200
 * @param outsideSeries series with samples outside of the target's retention, before any shift
 * @param futureSamples samples that are later than now, before any shift
 * @param timestampUnit {@code s}, {@code ms}, {@code us} or {@code ns}
 * @param scaled samples with times in another unit than milliseconds, by that unit
 * @param warnings for a person
 */
public record PreflightReport(
    ImportSummary summary,
    boolean full,
    String checksum,
    long series,
    long firstMillis,
    long lastMillis,
    List<SkippedLine> skipped,
    List<SkippedReason> skippedReasons,
    List<Outlook.LabelHistogram> labelHistogram,
    List<Outlook.LabelGroup> overLimitGroups,
    boolean overLimitGroupsCut,
    Outlook.Times timeHistogram,
    long outsideSeries,
    long outsideSamples,
    long futureSamples,
    String timestampUnit,
    Map<TimestampUnit, Long> scaled,
    List<String> warnings,
    Duration elapsed) {}
