package io.vmgather.importer.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.plan.LinePlan;
import io.vmgather.importer.plan.PlanCounts;
import io.vmgather.importer.push.ChunkPusher;
import io.vmgather.importer.push.PushSettings;
import io.vmgather.importer.read.BundleCheck;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.BundleLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One import: the bundle is checked from end to end, then its lines are planned and sent, and the
 * target's acknowledgements are noted. Runs once, on the caller's thread; {@link #cancel} and
 * {@link #progress} may come from any.
 *
 * <p>With a checkpoint file, a run that fails, is cancelled or dies with its process can be
 * followed by another with the same file, which sends what is missing, and what was under way once
 * more.
 */
public final class ImportRun {
  /** How often to send again what {@link #mayBeLost}: each takes a restart around the end. */
  public static final int MOST_RESENDS = 3;

  static final int CHUNK_BYTES = 512 * 1024;
  private static final int LINES_BETWEEN_LOOKS = 16;

  private final BundleFile bundle;
  private final ImportConfig config;
  private final String tenantId;
  private final VmClient writer;
  private final Path checkpoint;
  private final ImportSettings settings;
  private final ImportProgress progress;
  private final LostTarget lost;
  private final TargetWatch watch;
  private ChunkPusher<Position> pusher;
  private volatile TargetKeeps keeps;
  private volatile boolean cancelled;

  /**
   * A run into one target.
   *
   * @param writer at the path in front of {@code /api/v1/import}; stays open
   * @param tenantId as the target was found to have it; may be empty
   * @param checkpoint null for a run that can't be resumed
   */
  public ImportRun(
      BundleFile bundle,
      ImportConfig config,
      TargetKeeps keeps,
      String tenantId,
      VmClient writer,
      Path checkpoint,
      ImportSettings settings) {
    this.bundle = bundle;
    this.config = config;
    this.keeps = keeps;
    this.tenantId = tenantId;
    this.writer = writer;
    this.checkpoint = checkpoint;
    this.settings = settings;
    this.progress =
        new ImportProgress(settings.clock(), bundle.saidBytes(), Checkpoint.offsetIn(checkpoint));
    this.lost = new LostTarget(writer, progress, settings.patience());
    this.watch = new TargetWatch(writer, settings.clock());
  }

  /** Whether a run with this file would go on behind what an earlier one has sent. */
  public static boolean resumable(Path checkpoint) {
    return Files.exists(checkpoint);
  }

  /**
   * The milliseconds that the earlier run with this file moved samples by: one that goes on has to
   * move them by as many.
   */
  public static long earlierShiftMillis(Path checkpoint) {
    return Checkpoint.read(checkpoint).map(found -> found.plan().shiftMillis()).orElse(0L);
  }

  /**
   * Whether the target was started again since the run with this file, so that it may have lost
   * what it took last, and a run that follows sends that once more. Of one that does not tell,
   * nobody knows.
   */
  public static boolean mayBeLost(Path checkpoint, long startNow) {
    return Checkpoint.read(checkpoint)
        .filter(found -> found.targetStart() != TargetStart.UNKNOWN)
        .filter(found -> found.resumeOffset(startNow) < found.offset())
        .isPresent();
  }

  /** Forgets what earlier runs have sent. */
  public static void discard(Path checkpoint) {
    Checkpoint.delete(checkpoint);
  }

  /**
   * Checks and sends. The checkpoint stays until {@link #discard}: whoever counts what arrived may
   * find that the target lost what it took last.
   *
   * @throws GatherException BUNDLE_DAMAGED before anything is sent; NOTHING_MATCHED when no sample
   *     is left to send; what the target refused a chunk with; CANCELLED
   */
  public ImportOutcome run() {
    return run(BundleCheck.begin(bundle));
  }

  /** The same, with a check of the bundle that was begun before. */
  public ImportOutcome run(BundleCheck check) {
    try {
      progress.checking();
      BundleFile.Content content = check.await(() -> cancelled);
      Optional<Checkpoint> earlier = earlier(content);
      keeps = earlier.map(Checkpoint::keeps).orElse(keeps);
      ImportOutcome outcome = sendAll(content, earlier);
      progress.done();
      return outcome;
    } finally {
      progress.ended();
    }
  }

  /** What this run sends and earlier ones have sent, once it has ended. */
  public ExpectedSeries expected() {
    return new ExpectedSeries(bundle, config, keeps, () -> cancelled);
  }

  public ImportProgress progress() {
    return progress;
  }

  /** Ends it within two seconds, also while the target stalls. */
  public void cancel() {
    cancelled = true;
    lost.abort();
    watch.abort();
    synchronized (this) {
      if (pusher != null) {
        pusher.cancel();
      }
    }
  }

  private Optional<Checkpoint> earlier(BundleFile.Content content) {
    if (checkpoint == null) {
      return Optional.empty();
    }
    Optional<Checkpoint> found = Checkpoint.read(checkpoint);
    found.ifPresent(
        earlier -> earlier.requireOf(content.sha256(), AgreedPlan.of(config, tenantId)));
    return found;
  }

  /** A target that dies forgets what it took last: that is sent again once it is back. */
  private ImportOutcome sendAll(BundleFile.Content content, Optional<Checkpoint> earlier) {
    watch.begin();
    long offset = earlier.map(found -> found.resumeOffset(watch.started())).orElse(0L);
    SettledOffset settled = new SettledOffset(earlier.map(Checkpoint::settled).orElse(0L));
    settled.acknowledged(offset, settings.clock().instant());
    Setbacks setbacks = new Setbacks(offset);
    while (true) {
      progress.sending(content.inflatedBytes(), offset);
      try {
        return send(content, settled, offset);
      } catch (GatherException e) {
        // Whoever cancels it while the target is gone has cancelled it.
        stopIfCancelled();
        if (!LostTarget.likely(e) || setbacks.tooMany()) {
          throw e;
        }
        progress.waiting(e.getMessage());
        lost.await(e, setbacks.inVain());
        boolean told = watch.tells();
        boolean same = watch.still();
        offset = same ? settled.taken() : settled.rewind();
        setbacks.over(told && !same, offset);
      }
    }
  }

  private CheckpointWriter checkpoints(BundleFile.Content content) {
    return new CheckpointWriter(
        checkpoint,
        content.sha256(),
        AgreedPlan.of(config, tenantId),
        keeps,
        watch.started(),
        settings.clock());
  }

  private ImportOutcome send(BundleFile.Content content, SettledOffset settled, long offset) {
    CheckpointWriter checkpoints = checkpoints(content);
    checkpoints.reached(offset, settled.settled());
    try (ChunkPusher<Position> sending = pusher(checkpoints, settled)) {
      begin(sending);
      ChunkFiller filler = new ChunkFiller(sending, CHUNK_BYTES, offset);
      LinePlan plan = new LinePlan(Plans.of(config, keeps), Plans.maxLabels(config, keeps), filler);
      read(plan, filler, settled);
      if (plan.counts().sentSamples() == 0) {
        throw nothing(plan.counts());
      }
      Position end = filler.finish();
      watch.look(settled);
      return ImportOutcome.of(
          bundle,
          content,
          config,
          Plans.maxLabels(config, keeps),
          plan.counts(),
          end,
          progress.snapshot().elapsed());
    } catch (GatherException e) {
      if (LostTarget.likely(e)) {
        long safe = settled.settled();
        checkpoints.reached(safe, safe);
      }
      throw e;
    } finally {
      checkpoints.flush();
    }
  }

  private ChunkPusher<Position> pusher(CheckpointWriter checkpoints, SettledOffset settled) {
    PushSettings push =
        PushSettings.standard(writer.local(), config.samplesPerSecond(), settings.patience());
    PushSettings heard = push.reporting((failure, failed, wait) -> failed(failure));
    return new ChunkPusher<>(
        writer,
        heard,
        position -> {
          progress.committed(position);
          Instant now = settings.clock().instant();
          settled.acknowledged(position.offset(), now);
          if (!watch.tells()) {
            settled.alive(now);
          }
          checkpoints.reached(position.offset(), settled.settled());
        });
  }

  /** One that lives is asked again; one that may have died is to be sent more again. */
  private void failed(GatherException failure) {
    if (LostTarget.likely(failure) && !watch.lives()) {
      throw failure;
    }
    progress.waiting(failure.getMessage());
  }

  private synchronized void begin(ChunkPusher<Position> sending) {
    pusher = sending;
    if (cancelled) {
      sending.cancel();
    }
  }

  private void read(LinePlan plan, ChunkFiller filler, SettledOffset settled) {
    try (BundleLines lines = bundle.lines()) {
      for (long seen = 1; lines.next(); seen++) {
        filler.begin(lines.endOffset());
        if (lines.problem().isEmpty()) {
          plan.add(lines.line(), lines.number());
        } else {
          plan.skip(lines.number(), lines.problem(), lines.problemSamples());
        }
        filler.end();
        if (seen % LINES_BETWEEN_LOOKS == 0) {
          stopIfCancelled();
          progress.read(lines.endOffset(), plan.counts());
          watch.lookNowAndThen(settled);
        }
      }
      progress.read(lines.endOffset(), plan.counts());
    }
  }

  private void stopIfCancelled() {
    if (cancelled) {
      throw new GatherException(ErrorCode.CANCELLED, "The import was cancelled");
    }
  }

  private static GatherException nothing(PlanCounts counts) {
    String why =
        counts.samples() > 0
            ? "All samples are older than what the target keeps"
            : counts.skippedLines() > 0
                ? "None of its lines can be imported: " + counts.skipped().get(0).reason()
                : "It holds no samples";
    return new GatherException(ErrorCode.NOTHING_MATCHED, why)
        .hint("Shift the samples in time, or ask for another bundle.");
  }
}
