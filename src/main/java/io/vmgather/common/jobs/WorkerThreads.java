package io.vmgather.common.jobs;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Threads with names that tell nothing private. */
public final class WorkerThreads {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);

  private WorkerThreads() {}

  public static ExecutorService pool(String name, int threads) {
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Named(name));
  }

  public static ScheduledExecutorService single(String name) {
    return new ScheduledThreadPoolExecutor(1, new Named(name));
  }

  /**
   * Ends a pool. A container calls an application leaking whose threads are there a moment later,
   * so this returns when they have ended, or at the latest after three times the patience.
   *
   * @param patience how long what runs may go on before it is interrupted
   */
  public static void end(ExecutorService pool, Duration patience) {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
        boolean ended = pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        LOG.atLevel(ended ? Level.DEBUG : Level.WARN).log("work was interrupted");
      }
      if (pool instanceof ThreadPoolExecutor made && made.getThreadFactory() instanceof Named its) {
        its.join(patience);
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Remembers its threads: a pool calls itself terminated while its last thread still runs. */
  private static final class Named implements ThreadFactory {
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(work, "vmgather-" + name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      threads.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
      threads.add(thread);
      return thread;
    }

    void join(Duration patience) throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    }
  }
}
