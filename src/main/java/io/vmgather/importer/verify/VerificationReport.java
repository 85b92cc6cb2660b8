package io.vmgather.importer.verify;

import java.util.List;

/**
 * How a verification stands, or what it came to.
 *
 * @param query an example of what was asked for, to try in vmui
 * @param seriesSeen that {@code /api/v1/series} named for it; the counted ones where it can't be
 *     asked
 * @param startMillis first timestamp that was sent
 * @param endMillis last one
 * @param samplesExpected distinct timestamps of each series, added up
 * @param samplesFound how many of those are there
 * @param extraSamples in the same series and time, that were not sent: others stored them
 * @param repeatedSamples found more often than they are in the bundle: sent again, or imported
 *     twice
 * @param polls times that the target was asked
 * @param nextPollSeconds until it is asked again; 0 when it won't be
 * @param exact whether differing series were compared sample by sample; else by numbers
 * @param differences the largest gaps first, at most 100
 * @param differencesTotal series of which samples are missing
 * @param jobs with the most samples first, at most 1,000
 * @param metrics that were sent, by name, at most 10,000
 * @param message for a person
 */
public record VerificationReport(
    State state,
    String query,
    long seriesSeen,
    long startMillis,
    long endMillis,
    long seriesExpected,
    long seriesFound,
    long samplesExpected,
    long samplesFound,
    long extraSamples,
    long repeatedSamples,
    int polls,
    double nextPollSeconds,
    boolean exact,
    List<Difference> differences,
    long differencesTotal,
    List<JobCount> jobs,
    List<SentMetric> metrics,
    String message) {
  public VerificationReport {
    differences = List.copyOf(differences);
    jobs = List.copyOf(jobs);
    metrics = List.copyOf(metrics);
  }

  /** Where a verification is. */
  public enum State {
    WAITING,
    COUNTING,
    VERIFIED,
    DIFFERENT,
    FAILED
  }

  /** When nothing could be counted. */
  public static VerificationReport impossible(String why) {
    return new VerificationReport(
        State.FAILED,
        "",
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        List.of(),
        0,
        List.of(),
        List.of(),
        why);
  }

  /** The same, after which counting ended early. */
  public VerificationReport brokenOff(String why) {
    return new VerificationReport(
        State.FAILED,
        query,
        seriesSeen,
        startMillis,
        endMillis,
        seriesExpected,
        seriesFound,
        samplesExpected,
        samplesFound,
        extraSamples,
        repeatedSamples,
        polls,
        0,
        exact,
        differences,
        differencesTotal,
        jobs,
        metrics,
        why);
  }

  public boolean verified() {
    return state == State.VERIFIED;
  }

  public long missingSamples() {
    return samplesExpected - samplesFound;
  }
}
