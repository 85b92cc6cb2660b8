package io.vmgather.exporter.job;

import io.vmgather.exporter.bundle.SealedJournal;

/**
 * What a checkpoint knows of the job. No original and no credential.
 *
 * @param completedBatches complete in staging, counted from the range's start
 * @param journal how far the sealed journal counts; null for a run that nobody can resume
 */
record JobState(int completedBatches, SealedJournal.Position journal) {}
