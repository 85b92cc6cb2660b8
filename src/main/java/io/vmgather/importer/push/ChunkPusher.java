package io.vmgather.importer.push;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.VmClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends chunks over several kept-alive connections and tells, in the order in which they came, up
 * to where the target has taken them. One thread takes, pushes and finishes; any may cancel. The
 * first failure ends the other requests and is thrown by every later call.
 *
 * @param <P> a position in what is sent
 */
public final class ChunkPusher<P> implements AutoCloseable {
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PushSettings settings;
  private final Consumer<P> committed;
  private final List<Sender> senders = new ArrayList<>();
  private final ExecutorService threads;
  private final Deque<Sender> idle = new ArrayDeque<>();
  private final Deque<Chunk> free = new ArrayDeque<>();
  private final Deque<Sent<P>> underWay = new ArrayDeque<>();
  private final RateLimit rate;
  private int made;
  private GatherException failure;
  private boolean cancelled;

  private static final class Sent<P> {
    final P position;
    boolean accepted;

    Sent(P position) {
      this.position = position;
    }
  }

  /**
   * @param writer at the path in front of {@code /api/v1/import}; stays open
   * @param committed hears each position when its chunk and all before it were taken, one at a
   *     time, on a thread of this; what it throws ends the work
   */
  public ChunkPusher(VmClient writer, PushSettings settings, Consumer<P> committed) {
    this.settings = settings;
    this.committed = committed;
    this.rate = new RateLimit(settings.samplesPerSecond());
    for (int i = 0; i < settings.inFlight(); i++) {
      senders.add(new Sender(writer, settings));
    }
    idle.addAll(senders);
    threads = Executors.newFixedThreadPool(settings.inFlight(), ChunkPusher::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "vmgather-push");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * An empty chunk, as soon as one is free: there is one more than there are requests in flight.
   *
   * @throws GatherException what an earlier chunk failed with, or CANCELLED
   */
  public synchronized Chunk take() {
    while (true) {
      throwFailure();
      if (!free.isEmpty()) {
        return free.pop();
      }
      if (made <= settings.inFlight()) {
        made++;
        return new Chunk(settings.chunkBytes() + settings.chunkBytes() / 8);
      }
      await(0);
    }
  }

  /**
   * Sends a chunk; returns at once, unless the rate is limited.
   *
   * @param samples that it holds
   * @param position up to where everything is taken once this one is
   * @throws GatherException what an earlier chunk failed with, or CANCELLED
   */
  public synchronized void push(Chunk chunk, long samples, P position) {
    awaitRate(samples);
    throwFailure();
    Sent<P> sent = new Sent<>(position);
    underWay.addLast(sent);
    threads.execute(() -> send(chunk, sent));
  }

  /**
   * Waits until everything was taken.
   *
   * @throws GatherException what a chunk failed with, or CANCELLED
   */
  public synchronized void finish() {
    while (!underWay.isEmpty()) {
      throwFailure();
      await(0);
    }
    throwFailure();
  }

  /** Ends all requests now; the other calls throw CANCELLED. */
  public void cancel() {
    synchronized (this) {
      cancelled = true;
      notifyAll();
    }
    senders.forEach(Sender::abort);
  }

  /** Ends what is under way, and the threads; returns when they have ended. */
  @Override
  public void close() {
    senders.forEach(Sender::abort);
    threads.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Chunk chunk, Sent<P> sent) {
    Sender sender = sender();
    try {
      sender.send(chunk);
      accepted(sent);
    } catch (GatherException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new GatherException(ErrorCode.INTERNAL, "Sending failed: " + e.getClass(), e));
    } finally {
      giveBack(sender, chunk);
    }
  }

  private synchronized Sender sender() {
    return idle.pop();
  }

  private synchronized void giveBack(Sender sender, Chunk chunk) {
    idle.push(sender);
    chunk.clear(settings.chunkBytes() + settings.chunkBytes() / 8);
    free.push(chunk);
    notifyAll();
  }

  /** In order: a chunk that overtook an earlier one waits for it. */
  private synchronized void accepted(Sent<P> sent) {
    sent.accepted = true;
    while (!underWay.isEmpty() && underWay.peekFirst().accepted) {
      committed.accept(underWay.removeFirst().position);
    }
  }

  private void fail(GatherException e) {
    synchronized (this) {
      if (failure == null) {
        failure = e;
      }
      notifyAll();
    }
    // What they carry is sent again by whoever resumes.
    senders.forEach(Sender::abort);
  }

  private void throwFailure() {
    if (cancelled) {
      throw new GatherException(ErrorCode.CANCELLED, "The import was cancelled", failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void awaitRate(long samples) {
    long end = System.nanoTime();
    end += rate.waitFor(samples, end);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      throwFailure();
      await(Math.min(left, SLICE_NANOS));
    }
  }

  /** Lets the others go on; at most so long, or until something happens when it is 0. */
  @SuppressWarnings("WaitNotInLoop") // each caller looks again in a loop of its own
  private void await(long nanos) {
    try {
      if (nanos == 0) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatherException(ErrorCode.CANCELLED, "Interrupted while sending", e);
    }
  }
}
