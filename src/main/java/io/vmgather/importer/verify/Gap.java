package io.vmgather.importer.verify;

import java.util.Map;

/**
 * One series that was looked at sample by sample.
 *
 * @param sent distinct timestamps
 * @param missing how many of them are not there
 * @param extra samples in its time that are there and were not sent
 * @param firstMissing in milliseconds; 0 when none is missing
 * @param tooOld how many of the missing lie before what the target keeps
 * @param tooNew how many of them lie after what the target takes
 * @param thinned how many of them it may have left out for a later sample, as it deduplicates
 */
record Gap(
    Map<String, String> labels,
    long sent,
    long missing,
    long extra,
    long firstMissing,
    long lastMissing,
    long tooOld,
    long tooNew,
    long thinned) {}
