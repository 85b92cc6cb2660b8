package io.vmgather.common.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** The end of an application's threads. */
class WorkerThreadsTest {
  private static final int ROUNDS = 2000;

  /** A container looks at once; a pool's own word for its end comes before its threads' end. */
  @Test
  void noThreadIsAliveWhenItsPoolHasEnded() {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    int alive = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ExecutorService pool = WorkerThreads.single("test");
      pool.execute(() -> threads.add(Thread.currentThread()));
      WorkerThreads.end(pool, Duration.ofSeconds(5));
      alive += (int) threads.stream().filter(Thread::isAlive).count();
      threads.clear();
    }
    assertThat(alive).isZero();
  }

  @Test
  void whatGoesOnTooLongIsInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    Queue<Thread> interrupted = new ConcurrentLinkedQueue<>();
    ExecutorService pool = WorkerThreads.pool("test", 1);
    pool.execute(
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            interrupted.add(Thread.currentThread());
          }
        });
    WorkerThreads.end(pool, Duration.ofMillis(50));
    assertThat(interrupted).singleElement().returns(false, Thread::isAlive);
  }
}
