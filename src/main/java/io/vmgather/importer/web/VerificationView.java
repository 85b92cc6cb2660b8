package io.vmgather.importer.web;

import io.vmgather.importer.verify.Difference;
import io.vmgather.importer.verify.JobCount;
import io.vmgather.importer.verify.VerificationReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether all that was sent has arrived.
 *
 * @param verified whether it has, to the last sample
 * @param query an example of what was asked for
 * @param seriesSeen that the target's index names for it
 * @param start first timestamp that was sent; null before that is known
 * @param end last one; null before that is known
 * @param message for a person
 * @param state {@code waiting}, {@code counting}, {@code verified}, {@code different} or {@code
 *     failed}
 * @param seriesExpected that were sent
 * @param seriesFound of which the target has anything
 * @param samplesExpected distinct timestamps of each series, added up
 * @param samplesFound how many of them are there
 * @param missingSamples the difference
 * @param missingSeries series that are not there at all
 * @param extraSamples in the same series and time, that others stored
 * @param repeatedSamples found more often than they are in the bundle
 * @param polls times that the target was asked
 * @param nextPollSeconds until it is asked again; 0 when it won't be
 * @param exact whether all series that differ were compared sample by sample
 * @param differences series of which samples are missing, the largest gaps first, at most 100
 * @param differencesTotal how many there are
 * @param jobs what was sent and found of each, those with the most samples first, at most 1,000
 */
public record VerificationView(
    boolean verified,
    String query,
    long seriesSeen,
    Instant start,
    Instant end,
    String message,
    String state,
    long seriesExpected,
    long seriesFound,
    long samplesExpected,
    long samplesFound,
    long missingSamples,
    long missingSeries,
    long extraSamples,
    long repeatedSamples,
    int polls,
    double nextPollSeconds,
    boolean exact,
    List<DifferenceView> differences,
    long differencesTotal,
    List<JobCount> jobs) {

  /**
   * A series of which samples are missing.
   *
   * @param metric its labels as they were sent
   * @param expected samples that were sent
   * @param found how many of them are there
   * @param reasonCode {@code retention}, {@code future}, {@code label_limit}, {@code dedup}, {@code
   *     not_searchable} or {@code other}
   * @param reason the likely cause, for a person
   */
  public record DifferenceView(
      Map<String, String> metric, long expected, long found, String reasonCode, String reason) {
    static DifferenceView of(Difference difference) {
      return new DifferenceView(
          difference.labels(),
          difference.expected(),
          difference.found(),
          difference.cause().toString(),
          difference.reason());
    }
  }

  static VerificationView of(VerificationReport report) {
    return new VerificationView(
        report.verified(),
        report.query(),
        report.seriesSeen(),
        time(report.startMillis()),
        time(report.endMillis()),
        report.message(),
        report.state().name().toLowerCase(Locale.ROOT),
        report.seriesExpected(),
        report.seriesFound(),
        report.samplesExpected(),
        report.samplesFound(),
        report.missingSamples(),
        report.seriesExpected() - report.seriesFound(),
        report.extraSamples(),
        report.repeatedSamples(),
        report.polls(),
        report.nextPollSeconds(),
        report.exact(),
        report.differences().stream().map(DifferenceView::of).toList(),
        report.differencesTotal(),
        report.jobs());
  }

  private static Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }
}
