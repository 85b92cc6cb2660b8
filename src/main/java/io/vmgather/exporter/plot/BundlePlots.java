package io.vmgather.exporter.plot;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.plot.IndexCache.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads finished bundles for a look inside. Each answer that is not remembered takes a pass over
 * the whole bundle, on the caller's thread; few go on at a time, the others wait a little. A pass
 * holds one line, and at most some 40 MiB besides. Any thread.
 */
public final class BundlePlots {
  public static final int MOST_SERIES = 50;
  public static final int FEWEST_POINTS = 10;
  public static final int MOST_POINTS = 2000;
  public static final int MOST_METRICS = 10_000;

  private static final long MOST_INDEX_BYTES = 16L * 1024 * 1024;

  private final BundleLines lines;
  private final Semaphore passes;
  private final Duration patience;
  private final IndexCache cache = new IndexCache(MOST_INDEX_BYTES);

  /**
   * @param maxLineBytes longest line that is taken; a pass may need one and a half times as much
   * @param passes at a time, at least 1
   * @param patience how long a caller waits for others' passes
   */
  public BundlePlots(int maxLineBytes, int passes, Duration patience) {
    this(new BundleLines(maxLineBytes), new Semaphore(passes, true), patience);
  }

  BundlePlots(BundleLines lines, Semaphore passes, Duration patience) {
    this.lines = lines;
    this.passes = passes;
    this.patience = patience;
  }

  /**
   * The metrics whose name holds {@code search}, in either case.
   *
   * @param search null or empty for all
   * @param limit 1 to {@link #MOST_METRICS}
   * @throws GatherException INVALID_INPUT, LIMIT_REACHED, BUNDLE_DAMAGED, NOT_FOUND when the file
   *     is gone
   */
  public BundleMetrics metrics(Path bundle, String search, int limit) {
    requireBetween(limit, 1, MOST_METRICS, "limit");
    return index(bundle).find(search == null ? "" : search, limit);
  }

  /**
   * Series of a metric, thinned to the lowest and highest sample of each stretch of time.
   *
   * @param metric its whole name; empty for series without one
   * @param limit series, 1 to {@link #MOST_SERIES}
   * @param points a series, {@link #FEWEST_POINTS} to {@link #MOST_POINTS}
   * @throws GatherException INVALID_INPUT, LIMIT_REACHED, BUNDLE_DAMAGED; NOT_FOUND when no series
   *     has that name, or the file is gone
   */
  public BundleSeries series(Path bundle, String metric, int limit, int points) {
    if (metric == null) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "metric is missing").at("metric");
    }
    requireBetween(limit, 1, MOST_SERIES, "limit");
    requireBetween(points, FEWEST_POINTS, MOST_POINTS, "points");
    SeriesSelection selection = new SeriesSelection(metric, limit, points);
    return pass(() -> select(bundle, selection));
  }

  private BundleSeries select(Path bundle, SeriesSelection selection) {
    lines.read(bundle, selection::line);
    if (!selection.found()) {
      throw new GatherException(ErrorCode.NOT_FOUND, "the bundle has no metric of that name")
          .hint("Take a name that api/bundle/metrics lists.")
          .at("metric");
    }
    return selection.result();
  }

  private MetricIndex index(Path bundle) {
    IndexCache.Key key = key(bundle);
    Claim claim = cache.claim(key);
    return claim.mine() ? make(key) : await(claim.index());
  }

  private MetricIndex make(IndexCache.Key key) {
    try {
      MetricIndex index = pass(() -> MetricIndex.of(lines, key.path()));
      cache.keep(key, index);
      return index;
    } catch (RuntimeException | Error e) {
      cache.failed(key, e);
      throw e;
    }
  }

  private MetricIndex await(CompletableFuture<MetricIndex> index) {
    try {
      return index.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (TimeoutException e) {
      throw busy();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GatherException failure) {
        throw failure;
      }
      throw new GatherException(ErrorCode.INTERNAL, "reading the bundle failed", e.getCause());
    }
  }

  private <T> T pass(Supplier<T> work) {
    try {
      if (!passes.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      return work.get();
    } finally {
      passes.release();
    }
  }

  private static IndexCache.Key key(Path bundle) {
    try {
      BasicFileAttributes file = Files.readAttributes(bundle, BasicFileAttributes.class);
      return new IndexCache.Key(bundle, file.size(), file.lastModifiedTime());
    } catch (NoSuchFileException e) {
      throw new GatherException(ErrorCode.NOT_FOUND, "there is no such bundle any more", e);
    } catch (IOException e) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "Failed looking at " + bundle, e);
    }
  }

  private static void requireBetween(int value, int least, int most, String field) {
    if (value < least || value > most) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              field + " is " + value + ", it must be " + least + " to " + most)
          .at(field);
    }
  }

  private static GatherException busy() {
    return new GatherException(ErrorCode.LIMIT_REACHED, "other bundles are being read")
        .hint("Try again in a few seconds.");
  }

  private static GatherException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new GatherException(ErrorCode.CANCELLED, "interrupted while waiting for the bundle", e);
  }
}
