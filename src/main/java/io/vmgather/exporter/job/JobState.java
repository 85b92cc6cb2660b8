package io.vmgather.exporter.job;

/**
 * What a checkpoint knows of the job. No original and no credential.
 *
 * @param completedBatches complete in staging, counted from the range's start
 */
record JobState(int completedBatches) {}
