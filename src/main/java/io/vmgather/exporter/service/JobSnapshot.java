package io.vmgather.exporter.service;

import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.exporter.job.Batches;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.job.ExportProgress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One moment of a job.
 *
 * @param id 32 hexadecimal digits, random
 * @param config what is exported, without secrets; holds originals
 * @param completedAt when it ended, whichever way
 * @param failure why it failed
 * @param outcome what it came to when it completed
 * @param resumable whether it ended early and can go on from a checkpoint
 * @param needsSignIn whether going on needs credentials that are forgotten
 */
public record JobSnapshot(
    String id,
    Owner owner,
    JobState state,
    ExportConfig config,
    Batches batches,
    Path stagingPath,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    ExportProgress.Snapshot progress,
    List<String> warnings,
    Optional<GatherException> failure,
    Optional<ExportOutcome> outcome,
    boolean resumable,
    boolean needsSignIn) {}
