package io.vmgather.importer.verify;

/**
 * What was sent of one job and what of it is there.
 *
 * @param job value of the label; empty for series without one
 * @param seriesExpected that were sent
 * @param seriesFound of these, that are there
 * @param samplesExpected that were sent
 * @param samplesFound of these, that are there
 */
public record JobCount(
    String job, long seriesExpected, long seriesFound, long samplesExpected, long samplesFound) {
  JobCount plus(JobCount other) {
    return new JobCount(
        job,
        seriesExpected + other.seriesExpected,
        seriesFound + other.seriesFound,
        samplesExpected + other.samplesExpected,
        samplesFound + other.samplesFound);
  }
}
