package io.vmgather.importer.verify;

import io.vmgather.importer.verify.VerificationReport.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;

/** What a verification found so far. For one thread. */
final class Findings {
  private static final int SHOWN = 100;

  // The smallest gap first: it makes room for a larger one.
  private final PriorityQueue<Difference> largest =
      new PriorityQueue<>(Comparator.comparingLong(Findings::missing));
  private PartCount.Totals done = PartCount.Totals.NONE;
  private String query = "";
  private long seriesSeen;
  private long start;
  private long end;
  private long allSeries;
  private long differences;
  private long extra;
  private long repeated;
  private final JobCounts byJob = new JobCounts();
  private List<SentMetric> metrics = List.of();
  private int polls;
  private boolean exact = true;

  void prepare(MetricCounts counts) {
    allSeries = counts.series();
    metrics = counts.metrics();
    start = counts.isEmpty() ? 0 : counts.firstMillis();
    end = counts.isEmpty() ? 0 : counts.lastMillis();
  }

  void seen(String selector, long series) {
    query = selector;
    seriesSeen = series;
  }

  long seriesSeen() {
    return seriesSeen;
  }

  /** Of the parts so far, those of which a sample is there. */
  long seriesFound() {
    return done.present();
  }

  /** Takes what a part came to. */
  void add(PartCount part, List<Gap> gaps, Function<Gap, Difference> explain) {
    Set<Long> looked = new HashSet<>();
    gaps.forEach(gap -> looked.add(SeriesKey.of(gap.labels())));
    PartCount.Totals rest = part.totals(looked);
    exact &= rest.different() == 0;
    repeated += part.repeated();
    part.byJob(looked).all().forEach(byJob::add);
    differences += rest.missing() == 0 ? 0 : rest.different();
    done = done.plus(rest);
    polls++;
    for (Gap gap : gaps) {
      long there = gap.sent() - gap.missing();
      extra += gap.extra();
      byJob.add(gap.labels().getOrDefault(JobCounts.LABEL, ""), gap.sent(), there);
      done =
          done.plus(
              new PartCount.Totals(
                  1, there > 0 ? 1 : 0, gap.sent(), there + gap.extra(), 0, gap.missing()));
      if (gap.missing() > 0) {
        differences++;
        keep(explain.apply(gap));
      }
    }
  }

  private void keep(Difference difference) {
    largest.add(difference);
    if (largest.size() > SHOWN) {
      largest.remove();
    }
  }

  private static long missing(Difference difference) {
    return difference.expected() - difference.found();
  }

  VerificationReport underWay(PartCount.Totals part, Duration wait) {
    polls++;
    PartCount.Totals now = done.plus(part);
    double seconds = wait.toMillis() / 1000.0;
    String message =
        String.format(
            Locale.ROOT,
            "Found %,d of %,d samples, asking again in %.1f s",
            now.sent() - now.missing(),
            now.sent(),
            seconds);
    return report(State.COUNTING, now, seconds, message);
  }

  VerificationReport result() {
    boolean all = done.missing() == 0;
    return report(all && exact ? State.VERIFIED : State.DIFFERENT, done, 0, message(all));
  }

  private String message(boolean all) {
    if (done.sent() == 0) {
      return "Nothing was sent";
    }
    if (!all) {
      return String.format(
          Locale.ROOT, "%,d samples of %,d series are missing", done.missing(), differences);
    }
    if (!exact) {
      return String.format(
          Locale.ROOT,
          "As many samples as were sent are there, but series hold others too, and more of them than"
              + " can be compared one by one (%,d samples, %,d series)",
          done.sent(),
          done.series());
    }
    return String.format(
            Locale.ROOT, "All %,d samples of %,d series are there", done.sent(), done.series())
        + besides(extra, "%,d other samples were stored in the same series")
        + besides(
            repeated,
            "%,d are there more than once, as after a chunk that had to be sent again. The target"
                + " leaves out repetitions where it runs with -dedup.minScrapeInterval");
  }

  private static String besides(long samples, String words) {
    return samples == 0 ? "" : "; " + String.format(Locale.ROOT, words, samples);
  }

  private VerificationReport report(
      State state, PartCount.Totals totals, double nextSeconds, String message) {
    List<Difference> shown = new ArrayList<>(largest);
    shown.sort(Comparator.comparingLong(Findings::missing).reversed());
    return new VerificationReport(
        state,
        query,
        seriesSeen,
        start,
        end,
        state == State.COUNTING ? Math.max(allSeries, totals.series()) : totals.series(),
        totals.present(),
        totals.sent(),
        totals.sent() - totals.missing(),
        extra,
        repeated,
        polls,
        nextSeconds,
        exact,
        shown,
        differences,
        byJob.largest(),
        metrics,
        message);
  }
}
