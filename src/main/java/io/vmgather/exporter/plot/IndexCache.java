package io.vmgather.exporter.plot;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The indexes that were asked for last, and those being made. Any thread. */
final class IndexCache {
  private final long mostBytes;
  private final Map<Key, CompletableFuture<MetricIndex>> indexes =
      new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param mostBytes of all indexes that are kept
   */
  IndexCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** A file as it was: one that was written anew has another key. */
  record Key(Path path, long size, FileTime written) {}

  /**
   * What is there or being made.
   *
   * @param index may fail or be under way still
   * @param mine whether the caller has to make it, and then call {@link #keep} or {@link #failed}
   */
  record Claim(CompletableFuture<MetricIndex> index, boolean mine) {}

  synchronized Claim claim(Key key) {
    CompletableFuture<MetricIndex> known = indexes.get(key);
    if (known != null) {
      return new Claim(known, false);
    }
    CompletableFuture<MetricIndex> fresh = new CompletableFuture<>();
    indexes.put(key, fresh);
    return new Claim(fresh, true);
  }

  void keep(Key key, MetricIndex index) {
    CompletableFuture<MetricIndex> made;
    synchronized (this) {
      made = indexes.get(key);
    }
    made.complete(index);
    trim();
  }

  void failed(Key key, Throwable why) {
    CompletableFuture<MetricIndex> failed;
    synchronized (this) {
      failed = indexes.remove(key);
    }
    failed.completeExceptionally(why);
  }

  /** Drops those that nobody asked for the longest. */
  private synchronized void trim() {
    long bytes = indexes.values().stream().mapToLong(IndexCache::bytes).sum();
    Iterator<CompletableFuture<MetricIndex>> eldest = indexes.values().iterator();
    while (bytes > mostBytes && eldest.hasNext()) {
      int freed = bytes(eldest.next());
      if (freed > 0) {
        eldest.remove();
        bytes -= freed;
      }
    }
  }

  // An index that is being made is not there yet, and must not be lost.
  private static int bytes(CompletableFuture<MetricIndex> index) {
    return index.isDone() ? index.join().bytes() : 0;
  }
}
