package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.AbortSwitch;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ExpectedSeries;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportOutcome;
import io.vmgather.importer.job.ImportProgress;
import io.vmgather.importer.job.ImportRun;
import io.vmgather.importer.job.TargetKeeps;
import io.vmgather.importer.job.TargetStart;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.target.Target;
import io.vmgather.importer.target.TargetLimits;
import io.vmgather.importer.target.TargetProbe;
import io.vmgather.importer.verify.Kept;
import io.vmgather.importer.verify.SentSamples;
import io.vmgather.importer.verify.Verification;
import io.vmgather.importer.verify.VerificationReport;
import io.vmgather.importer.verify.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at an import: finds the target, sends what is left to send, and counts what arrived.
 * Runs on one thread; all else may be called by any.
 */
final class ImportAttempt {
  private final ServiceSettings settings;
  private final String jobId;
  private final Upload upload;
  private final AbortSwitch abort = new AbortSwitch();
  private volatile ImportConfig config;
  private volatile Target target;
  private volatile SavedJob saved;
  private volatile ImportRun run;
  private volatile ImportProgress.Snapshot lastProgress;
  private volatile ImportOutcome outcome;
  private volatile boolean sentNow;
  private volatile VerificationReport verification;
  private volatile String stage = "reading";

  /**
   * @param before the attempt that this one follows, or null: what it sent is shown until this one
   *     sends too
   */
  ImportAttempt(
      ServiceSettings settings,
      String jobId,
      Upload upload,
      ImportConfig config,
      ImportAttempt before) {
    this.settings = settings;
    this.jobId = jobId;
    this.upload = upload;
    this.config = config;
    if (before != null) {
      saved = before.saved;
      run = before.run;
      lastProgress = before.lastProgress;
      outcome = before.outcome;
    }
  }

  /**
   * Works until all is sent and counted; a difference in what arrived is no failure.
   *
   * @throws GatherException whatever ended it early; CANCELLED after {@link #cancel}
   */
  void run() {
    if (saved == null) {
      saved = SavedJobs.find(upload, jobId).orElse(null);
    }
    stage = saved != null && saved.sent() ? "verifying" : "reading";
    target = find();
    TargetLimits limits = limits();
    // What was not answered because nobody waited for it is not what the target keeps.
    stopIfCancelled();
    if (saved == null) {
      saved = saved(limits);
    }
    BundleFile bundle = BundleFile.open(upload.file(), settings.imports().limits());
    if (!saved.sent()) {
      send(bundle);
    }
    long before = targetStart();
    count(limits, bundle);
    for (int resends = 0; resends < ImportRun.MOST_RESENDS && mayBeLost(before); resends++) {
      save(saved.withSent(false));
      send(bundle);
      before = targetStart();
      count(limits, bundle);
    }
  }

  private long targetStart() {
    try (VmClient writer = target.writer(settings.client())) {
      return TargetStart.ask(writer.withAbort(abort));
    }
  }

  private void stopIfCancelled() {
    if (abort.aborted()) {
      throw new GatherException(ErrorCode.CANCELLED, "the import was cancelled");
    }
  }

  private void count(TargetLimits limits, BundleFile bundle) {
    stage = "verifying";
    try {
      verification = verify(limits, bundle);
    } catch (GatherException e) {
      // Nothing is asked again any more.
      verification = verification == null ? null : verification.brokenOff(e.getMessage());
      throw e;
    }
  }

  /**
   * Whether the target was started again behind the last chunk, and lost what it took last. What
   * the very process that is there now was counted to have is not lost.
   */
  private boolean mayBeLost(long startBeforeCount) {
    long now = targetStart();
    boolean counted =
        now == startBeforeCount && now != TargetStart.UNKNOWN && verification.verified();
    return !counted && ImportRun.mayBeLost(upload.checkpoint(jobId), now);
  }

  private void send(BundleFile bundle) {
    try (VmClient writer = target.writer(settings.client())) {
      String tenant = target.write().tenantId();
      TargetKeeps keeps = saved.keeps();
      run =
          new ImportRun(
              bundle, config, keeps, tenant, writer, upload.checkpoint(jobId), settings.imports());
      if (abort.aborted()) {
        run.cancel();
      }
      stage = "sending";
      outcome = run.run();
      sentNow = true;
    }
    save(saved.withSent(true));
  }

  private void save(SavedJob job) {
    SavedJobs.save(upload, job);
    saved = job;
  }

  private Target find() {
    try {
      return new TargetProbe(settings.client())
          .find(config.connection(), config.selectEndpoint(), abort);
    } catch (GatherException e) {
      throw ConfigFields.named(e);
    }
  }

  private TargetLimits limits() {
    if (!target.readable()) {
      return TargetLimits.UNKNOWN;
    }
    try (VmClient reader = target.reader(settings.client())) {
      return TargetLimits.ask(reader.withAbort(abort));
    }
  }

  private SavedJob saved(TargetLimits limits) {
    long now = settings.clock().millis();
    SavedJob job =
        new SavedJob(
            jobId,
            config.withoutSecrets(),
            config.signsIn(),
            new TargetKeeps(limits.cutoffMillis(now), limits.maxLabels()),
            false,
            now);
    SavedJobs.save(upload, job);
    return job;
  }

  private VerificationReport verify(TargetLimits limits, BundleFile bundle) {
    TargetKeeps keeps = saved.keeps();
    SentSamples sent = new ExpectedSeries(bundle, config, keeps, abort::aborted);
    if (!target.readable()) {
      return VerificationReport.impossible(
          "The target answers no queries at this address: whether all arrived can't be told");
    }
    long now = settings.clock().millis();
    Kept kept =
        new Kept(
            limits.retention(),
            limits.cutoffMillis(now),
            now + limits.futureMillis(),
            keeps.maxLabels(),
            limits.dedupMillis());
    try (VmClient reader = target.reader(settings.client())) {
      return Verification.run(
          reader.withAbort(abort),
          sent,
          kept,
          Waiting.standard(settings.clock()).until(abort::aborted),
          report -> {
            verification = report;
            stopIfCancelled();
          });
    } catch (GatherException e) {
      return switch (e.code()) {
        case ROUTE_MISSING ->
            VerificationReport.impossible(
                "The target has no raw export at this address: whether all arrived can't be counted");
        // It would say the same however often it is asked; the samples are sent.
        case SERVER_LIMIT ->
            VerificationReport.impossible(
                "Whether all arrived can't be counted: " + e.getMessage() + hintOf(e));
        default -> throw e;
      };
    }
  }

  private static String hintOf(GatherException failure) {
    return failure.hint().map(hint -> ". " + hint).orElse("");
  }

  /** Ends the attempt within a second or two. */
  void cancel() {
    abort.abort();
    ImportRun current = run;
    if (current != null) {
      current.cancel();
    }
  }

  /** What is shown of it afterwards needs none. */
  void forgetSecrets() {
    config = config.withoutSecrets();
    Target found = target;
    target = found == null ? null : found.withoutSecrets();
    // The run holds them too, in its configuration and its client.
    lastProgress = progress().orElse(null);
    run = null;
  }

  String stage() {
    ImportRun current = run;
    boolean checking =
        current != null
            && stage.equals("sending")
            && current.progress().snapshot().stage() == ImportProgress.Stage.CHECKING;
    return checking ? "reading" : stage;
  }

  Optional<ImportProgress.Snapshot> progress() {
    ImportRun current = run;
    return Optional.ofNullable(current == null ? lastProgress : current.progress().snapshot());
  }

  Optional<ImportOutcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Whether this attempt sent anything, or only counted what the one before has sent. */
  boolean sentNow() {
    return sentNow;
  }

  Optional<VerificationReport> verification() {
    return Optional.ofNullable(verification);
  }

  String remotePath() {
    Target found = target;
    return found == null ? "" : found.importAddress();
  }

  String vmui() {
    Target found = target;
    return found == null ? "" : found.vmui().orElse("");
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    Optional.ofNullable(target).ifPresent(found -> warnings.addAll(found.warnings()));
    outcome().ifPresent(made -> warnings.addAll(made.warnings()));
    return List.copyOf(warnings);
  }
}
