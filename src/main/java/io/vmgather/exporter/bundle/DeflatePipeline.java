package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.deflate.BlockDeflater;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Orders and deflates blocks in parallel and hands them on in the order in which they came. The
 * number of blocks is fixed, so a caller that is faster than the disk waits in {@link #take}. One
 * thread takes and submits. The first failure is kept and thrown by every later call until {@link
 * #rollback}.
 */
final class DeflatePipeline implements AutoCloseable {
  private final StagingSettings settings;
  private final Consumer<Block> sink;
  private final ExecutorService workers;
  private final ExecutorService writer;
  private final BlockingQueue<Block> free;
  private final BlockingQueue<BlockDeflater> deflaters;
  private int made;
  private volatile GatherException failure;

  /** Blocks submitted before the last rollback are of an older epoch and go nowhere. */
  private final AtomicInteger epoch = new AtomicInteger();

  /**
   * @param sink gets the blocks, deflated and in order, on the writer's thread
   */
  DeflatePipeline(StagingSettings settings, Consumer<Block> sink) {
    this.settings = settings;
    this.sink = sink;
    this.free = new ArrayBlockingQueue<>(settings.blocks());
    this.deflaters = new ArrayBlockingQueue<>(settings.workers());
    for (int i = 0; i < settings.workers(); i++) {
      deflaters.add(settings.deflater().get());
    }
    this.workers =
        Executors.newFixedThreadPool(settings.workers(), r -> daemon(r, "vmgather-deflate"));
    this.writer = Executors.newSingleThreadExecutor(r -> daemon(r, "vmgather-staging"));
  }

  /** An empty block, as soon as one is free. */
  Block take() {
    throwFailure();
    Block block = free.poll();
    if (block == null) {
      block = made < settings.blocks() ? makeBlock() : awaitFree();
    }
    block.clear();
    return block;
  }

  /** Passes a block on; it is the pipeline's from now on. */
  void submit(Block block) {
    int mine = epoch.get();
    Future<?> deflated = workers.submit(() -> deflate(block, mine));
    writer.execute(() -> write(block, deflated, mine));
  }

  /** Gives back a block that was not submitted. */
  void giveBack(Block block) {
    free.add(block);
  }

  /**
   * Runs on the writer's thread behind every block submitted so far, and waits for it.
   *
   * @throws GatherException what a block or the action failed with; CANCELLED when interrupted,
   *     then the action may still run as a whole
   */
  void inOrder(Runnable action) {
    Future<?> done = writer.submit(() -> runUnlessFailed(action));
    try {
      done.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw asFailure(e.getCause());
    }
    throwFailure();
  }

  /** Drops what was submitted and not yet written, forgets the failure, and runs the action. */
  void rollback(Runnable action) {
    epoch.incrementAndGet();
    Future<?> done =
        writer.submit(
            () -> {
              failure = null;
              runUnlessFailed(action);
            });
    awaitUninterruptibly(done);
    throwFailure();
  }

  /** Drops what was not yet written and ends the threads; returns when they have ended. */
  @Override
  public void close() {
    epoch.incrementAndGet();
    workers.shutdown();
    writer.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (workers.awaitTermination(1, TimeUnit.MINUTES)
            && writer.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    deflaters.forEach(BlockDeflater::close);
    deflaters.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Block makeBlock() {
    made++;
    return new Block(settings.blockBytes());
  }

  private Block awaitFree() {
    try {
      Block block = free.take();
      if (failure != null) {
        free.add(block);
        throwFailure();
      }
      return block;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void deflate(Block block, int itsEpoch) {
    if (itsEpoch != epoch.get() || failure != null) {
      return;
    }
    BlockDeflater deflater = deflaters.remove();
    try {
      block.order();
      block.deflate(deflater);
    } finally {
      deflaters.add(deflater);
    }
  }

  private void write(Block block, Future<?> deflated, int itsEpoch) {
    try {
      deflated.get();
      if (itsEpoch == epoch.get() && failure == null) {
        sink.accept(block);
      }
    } catch (ExecutionException e) {
      fail(e.getCause());
    } catch (InterruptedException | RuntimeException | Error e) {
      fail(e);
    } finally {
      free.add(block);
    }
  }

  private void runUnlessFailed(Runnable action) {
    if (failure == null) {
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = asFailure(cause);
    }
  }

  private void throwFailure() {
    GatherException first = failure;
    if (first != null) {
      // A new one, so that its stack shows the call that met it.
      GatherException again = new GatherException(first.code(), first.getMessage(), first);
      throw first.hint().map(again::hint).orElse(again);
    }
  }

  private static GatherException asFailure(Throwable cause) {
    return cause instanceof GatherException known
        ? known
        : new GatherException(ErrorCode.INTERNAL, "Staging failed: " + cause, cause);
  }

  private static GatherException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new GatherException(ErrorCode.CANCELLED, "Interrupted while staging", e);
  }

  private static void awaitUninterruptibly(Future<?> done) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw asFailure(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
