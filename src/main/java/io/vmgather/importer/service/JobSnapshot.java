package io.vmgather.importer.service;

import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportOutcome;
import io.vmgather.importer.job.ImportProgress;
import io.vmgather.importer.verify.VerificationReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One moment of a job.
 *
 * @param id 32 hexadecimal digits, random
 * @param stage {@code queued}, {@code reading}, {@code sending}, {@code verifying} or {@code done}
 * @param config without secrets
 * @param progress of the attempt under way or the last one; empty before the first
 * @param outcome once all was sent
 * @param sentNow whether the last attempt sent it: one that counts again did not
 * @param verification as it stands; empty before it begins
 * @param remotePath where samples go, without credentials; empty until that is known
 * @param vmui where a browser finds them; empty when unknown
 * @param resumable whether it ended early and can go on
 * @param needsSignIn whether going on needs credentials that this process does not have
 */
public record JobSnapshot(
    String id,
    Owner owner,
    Upload upload,
    JobState state,
    String stage,
    ImportConfig config,
    Optional<ImportProgress.Snapshot> progress,
    Optional<ImportOutcome> outcome,
    boolean sentNow,
    Optional<VerificationReport> verification,
    String remotePath,
    String vmui,
    List<String> warnings,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    Instant updatedAt,
    Optional<GatherException> failure,
    boolean resumable,
    boolean needsSignIn) {}
