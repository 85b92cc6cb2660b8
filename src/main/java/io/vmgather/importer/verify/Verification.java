package io.vmgather.importer.verify;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.VmClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares what a target holds with what it was sent, sample by sample: first by counts and sums of
 * timestamps of each series, then, where those differ, timestamp by timestamp. So neither samples
 * that were there before nor ones that came twice make up for a missing one. Values are not
 * compared: VictoriaMetrics may round them to some 15 digits.
 *
 * <p>Memory: some 120 bytes for each of at most 150,000 series at a time, 8 to 16 for each of all,
 * and 24 MB for the close look. For one thread.
 */
public final class Verification {
  private static final int SERIES_AT_A_TIME = 150_000;
  private static final int LOOKED_AT = 5_000;
  private static final int MOST_WINDOWS = 64;
  // The default of -search.maxExportDuration is longer than any request should take.
  private static final long WINDOW_MILLIS = Duration.ofDays(31).toMillis();

  private final VmClient client;
  private final TargetSamples target;
  private final SentSamples sent;
  private final Kept kept;
  private final Waiting waiting;
  private final Consumer<VerificationReport> listener;
  private final Findings findings = new Findings();
  private MetricCounts counts;
  private List<TimeWindow> windows;
  private Instant begin;

  private Verification(
      VmClient client,
      SentSamples sent,
      Kept kept,
      Waiting waiting,
      Consumer<VerificationReport> listener) {
    this.client = client;
    this.target = new TargetSamples(client, RetryPolicy.standard().until(waiting.ended()));
    this.sent = sent;
    this.kept = kept;
    this.waiting = waiting;
    this.listener = listener;
  }

  /**
   * Counts until all is found, or nothing more comes.
   *
   * @param client at the path that answers queries; its abort ends the work with CANCELLED
   * @param listener hears how it stands, on this thread
   * @throws io.vmgather.common.GatherException when the target or the bundle can't be read
   */
  public static VerificationReport run(
      VmClient client,
      SentSamples sent,
      Kept kept,
      Waiting waiting,
      Consumer<VerificationReport> listener) {
    return new Verification(client, sent, kept, waiting, listener).run();
  }

  private VerificationReport run() {
    begin = waiting.clock().instant();
    counts = MetricCounts.of(sent);
    findings.prepare(counts);
    if (!counts.isEmpty()) {
      windows = windows(counts.firstMillis(), counts.lastMillis());
      for (List<MetricCounts.Count> part : counts.parts(SERIES_AT_A_TIME)) {
        int series = part.stream().mapToInt(MetricCounts.Count::series).sum();
        int slices = (series + SERIES_AT_A_TIME - 1) / SERIES_AT_A_TIME;
        List<String> names = part.stream().map(MetricCounts.Count::name).toList();
        for (int slice = 0; slice < slices; slice++) {
          verify(new PartCount(sent, names, slice, slices, target, windows));
        }
        if (findings.seriesSeen() == 0) {
          see(names.get(0));
        }
      }
    }
    VerificationReport report = findings.result();
    listener.accept(report);
    return report;
  }

  private void verify(PartCount part) {
    Instant progress = waiting.clock().instant();
    long before = -1;
    for (int poll = 1; ; poll++) {
      part.count();
      PartCount.Totals totals = part.totals(Set.of());
      Instant now = waiting.clock().instant();
      boolean still = totals.found() > 0 && totals.found() == before;
      if (totals.found() > before) {
        progress = before < 0 ? progress : now;
        before = totals.found();
      }
      boolean last =
          Duration.between(progress, now).compareTo(waiting.patience()) >= 0
              || Duration.between(begin, now).compareTo(waiting.most()) >= 0;
      if (totals.different() == 0 || last || still || !part.fewer()) {
        List<Gap> gaps = lookClosely(part, totals);
        boolean all = gaps.stream().allMatch(gap -> gap.missing() == 0) && !part.fewer();
        // Waiting brings nothing that the target dropped.
        boolean dropped = totals.different() == gaps.size() && gaps.stream().allMatch(kept::drops);
        if (all || last || dropped) {
          boolean moving = progress.equals(now);
          findings.add(part, gaps, gap -> kept.explain(gap, moving));
          return;
        }
      }
      Duration wait = waiting.after(poll);
      listener.accept(findings.underWay(totals, wait));
      waiting.sleep(wait);
    }
  }

  private List<Gap> lookClosely(PartCount part, PartCount.Totals totals) {
    if (totals.different() == 0) {
      return List.of();
    }
    CloseLook look = new CloseLook(sent, part.differing(LOOKED_AT));
    return look.compare(target, windows, kept);
  }

  /**
   * How many series of a metric the index names: what people try first by hand. They were counted
   * by then, so an index that can't be asked changes nothing.
   */
  private void see(String metric) {
    String selector = TargetSamples.selector(List.of(metric));
    Params series =
        Params.of("match[]", selector)
            .and("limit", 1_000)
            .in(new TimeWindow(counts.firstMillis(), counts.lastMillis() + 1));
    try {
      findings.seen(selector, client.call("/api/v1/series", series).path("data").size());
    } catch (GatherException e) {
      if (e.code() == ErrorCode.CANCELLED) {
        throw e;
      }
      findings.seen(selector, findings.seriesFound());
    }
  }

  private static List<TimeWindow> windows(long first, long last) {
    long length = Math.max(WINDOW_MILLIS, (last - first) / MOST_WINDOWS + 1);
    List<TimeWindow> windows = new ArrayList<>();
    for (long start = first; start <= last; start += length) {
      windows.add(new TimeWindow(start, Math.min(last + 1, start + length)));
    }
    return windows;
  }
}
