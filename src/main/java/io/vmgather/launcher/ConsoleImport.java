package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.AbortSwitch;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ExpectedSeries;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportOutcome;
import io.vmgather.importer.job.ImportRun;
import io.vmgather.importer.job.ImportSettings;
import io.vmgather.importer.job.Preflight;
import io.vmgather.importer.job.PreflightReport;
import io.vmgather.importer.job.TargetKeeps;
import io.vmgather.importer.job.TargetStart;
import io.vmgather.importer.read.BundleCheck;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.target.Target;
import io.vmgather.importer.target.TargetLimits;
import io.vmgather.importer.target.TargetProbe;
import io.vmgather.importer.verify.Kept;
import io.vmgather.importer.verify.Verification;
import io.vmgather.importer.verify.VerificationReport;
import io.vmgather.importer.verify.Waiting;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/** One import on the command line: what is sent is shown, and an end leaves what a resume needs. */
final class ConsoleImport {
  private static final String NOW = "now";

  private final Path path;
  private final LongFunction<ImportConfig> configs;
  private final ImportConfig given;
  private final String alignTo;
  private final Ways ways;
  private final VmClient.Settings client;
  private final ImportSettings settings = ImportSettings.defaults();
  private final AbortSwitch stop = new AbortSwitch();
  private volatile ImportRun run;

  /** Null until the target is known, and where none can be written. */
  private volatile Path checkpoint;

  /**
   * @param resume whether to go on where an earlier import stood
   * @param verify whether to count afterwards
   */
  record Ways(boolean resume, boolean verify) {}

  /** A target that answered, and what it keeps. */
  private record Found(Target target, TargetLimits limits, TargetKeeps keeps) {}

  /**
   * @param configs what is wanted, given the milliseconds that samples move by
   * @param shiftMillis unless they are aligned
   * @param alignTo a time or {@code now}; null for none
   * @param client how the target is connected to
   */
  ConsoleImport(
      Path path,
      LongFunction<ImportConfig> configs,
      long shiftMillis,
      String alignTo,
      Ways ways,
      VmClient.Settings client) {
    this.path = path.toAbsolutePath();
    this.configs = configs;
    this.given = configs.apply(shiftMillis);
    this.alignTo = alignTo;
    this.ways = ways;
    this.client = client;
  }

  /** Shows what an import would do; returns the exit code. */
  int look() {
    BundleFile bundle = BundleFile.open(path, settings.limits());
    Found found = find();
    ImportConfig config = aligned(bundle, found);
    PreflightReport report =
        new Preflight(bundle, config, found.keeps(), settings).run(true, stop::aborted);
    ImportReport.look(bundle, found.target(), found.limits(), config, report, System.out);
    return ExitCode.DONE;
  }

  /** Imports, counts what arrived, and returns the exit code. */
  int run() {
    return Interruptible.run(this::cancel, this::imported, this::left);
  }

  private String left() {
    if (run == null) {
      return "nothing was sent";
    }
    return checkpoint != null && ImportRun.resumable(checkpoint)
        ? "what was sent so far stays; --resume goes on there"
        : "what was sent so far stays; it can't be resumed";
  }

  private int imported() {
    BundleFile bundle = BundleFile.open(path, settings.limits());
    BundleCheck check = BundleCheck.begin(bundle);
    Found found = find();
    if (ways.verify() && !found.target().readable()) {
      throw uncountable();
    }
    found.target().warnings().forEach(warning -> System.err.println("warning: " + warning));
    try (VmClient writer = found.target().writer(client)) {
      checkpoint = CheckpointPlace.of(path, writer.base());
      if (checkpoint == null) {
        System.err.println(
            "warning: the bundle's folder can't be written: this import can't be resumed, and what"
                + " the target loses when it is started again is not sent again");
      }
      boolean earlier = checkpoint != null && ImportRun.resumable(checkpoint);
      ImportConfig config =
          ways.resume() ? resumed(bundle, found, earlier) : aligned(bundle, found);
      if (earlier && !ways.resume()) {
        ImportRun.discard(checkpoint);
      }
      String tenant = found.target().write().tenantId();
      run = new ImportRun(bundle, config, found.keeps(), tenant, writer, checkpoint, settings);
      ImportOutcome outcome = send(check);
      ImportReport.sent(bundle, found.target(), config, outcome, System.err);
      boolean there = !ways.verify() || counted(found, writer, bundle, config);
      if (checkpoint != null) {
        ImportRun.discard(checkpoint);
      }
      return there ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /**
   * Counts what arrived; what the target lost because it was started again goes there once more.
   */
  private boolean counted(Found found, VmClient writer, BundleFile bundle, ImportConfig config) {
    long before = TargetStart.ask(writer);
    VerificationReport report = verify(found, run.expected());
    for (int resends = 0;
        resends < ImportRun.MOST_RESENDS && mayBeLost(report, before, TargetStart.ask(writer));
        resends++) {
      System.err.println(
          "warning: the target was started again and lost what it took last; that is sent again");
      String tenant = found.target().write().tenantId();
      run = new ImportRun(bundle, config, found.keeps(), tenant, writer, checkpoint, settings);
      send(BundleCheck.begin(bundle));
      before = TargetStart.ask(writer);
      report = verify(found, run.expected());
    }
    ImportReport.verified(report, System.err);
    return report.verified();
  }

  /** What the very process that is there now was counted to have is not lost. */
  private boolean mayBeLost(VerificationReport report, long startBefore, long startNow) {
    boolean counted =
        report.verified() && startNow == startBefore && startNow != TargetStart.UNKNOWN;
    return checkpoint != null && !counted && ImportRun.mayBeLost(checkpoint, startNow);
  }

  /** What "now" was when it began; the bundle's own moments are the same today. */
  private ImportConfig resumed(BundleFile bundle, Found found, boolean earlier) {
    if (!earlier) {
      throw new GatherException(
              ErrorCode.NOT_FOUND, "there is no earlier import of this bundle into this target")
          .hint("Import it from its start, without --resume.");
    }
    return NOW.equals(alignTo)
        ? movedBy(ImportRun.earlierShiftMillis(checkpoint))
        : aligned(bundle, found);
  }

  private ImportConfig movedBy(long shift) {
    System.err.println("aligned by --shift=" + shift + "ms");
    return configs.apply(shift);
  }

  private ImportOutcome send(BundleCheck check) {
    if (stop.aborted()) {
      run.cancel();
    }
    ProgressLine line =
        ProgressLine.start(
            () -> ImportProgressText.of(run.progress().snapshot()),
            System.err,
            Terminal.onStandardError());
    try {
      return run.run(check);
    } catch (GatherException e) {
      boolean left = checkpoint != null && ImportRun.resumable(checkpoint);
      String resume = "Then go on where it stood: the same command with --resume.";
      throw left && e.code() != ErrorCode.CANCELLED
          ? e.hint(e.hint().map(hint -> hint + " ").orElse("") + resume)
          : e;
    } finally {
      line.stop();
    }
  }

  private Found find() {
    Target target = new TargetProbe(client).find(given.connection(), given.selectEndpoint());
    TargetLimits limits = TargetLimits.UNKNOWN;
    if (target.readable()) {
      try (VmClient reader = target.reader(client)) {
        limits = TargetLimits.ask(reader.withAbort(stop));
      }
    }
    long now = settings.clock().millis();
    return new Found(target, limits, new TargetKeeps(limits.cutoffMillis(now), limits.maxLabels()));
  }

  private ImportConfig aligned(BundleFile bundle, Found found) {
    if (alignTo == null) {
      return given;
    }
    PreflightReport report =
        new Preflight(bundle, given, found.keeps(), settings).run(true, stop::aborted);
    if (report.firstMillis() == 0 && report.lastMillis() == 0) {
      return given;
    }
    long shift =
        alignTo.equals(NOW)
            ? settings.clock().millis() - report.lastMillis()
            : time(alignTo).toEpochMilli() - report.firstMillis();
    return movedBy(shift);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Usage.wrong(
          "--align-to is no time: " + text, "Write it like 2026-11-22T10:00:00Z, or now.");
    }
  }

  /** Before anything is sent: afterwards it could only be sent once more. */
  private static GatherException uncountable() {
    return new GatherException(
            ErrorCode.ROUTE_MISSING,
            "nothing was sent: the target takes data, but answers no queries at this address, so"
                + " what arrives can't be counted")
        .hint("Give --select-url, of a cluster vmselect's address, or --no-verify.");
  }

  private VerificationReport verify(Found found, ExpectedSeries sent) {
    TargetLimits limits = found.limits();
    long now = settings.clock().millis();
    Kept kept =
        new Kept(
            limits.retention(),
            limits.cutoffMillis(now),
            now + limits.futureMillis(),
            limits.maxLabels(),
            limits.dedupMillis());
    AtomicReference<String> text = new AtomicReference<>("counting what arrived");
    ProgressLine line =
        ProgressLine.start(
            () -> new ProgressLine.Shown(text.get(), ""), System.err, Terminal.onStandardError());
    try (VmClient reader = found.target().reader(client)) {
      return Verification.run(
          reader.withAbort(stop),
          sent,
          kept,
          Waiting.standard(settings.clock()),
          report -> text.set(counting(report)));
    } catch (GatherException e) {
      boolean left = checkpoint != null && e.code() != ErrorCode.CANCELLED;
      throw left
          ? e.hint(
              e.hint().map(hint -> hint + " ").orElse("")
                  + "All was sent; the same command with --resume counts again.")
          : e;
    } finally {
      line.stop();
    }
  }

  private static String counting(VerificationReport report) {
    return String.format(
        Locale.ROOT,
        "counting what arrived: found %,d of %,d samples",
        report.samplesFound(),
        report.samplesExpected());
  }

  private void cancel() {
    stop.abort();
    ImportRun current = run;
    if (current != null) {
      current.cancel();
    }
  }
}
