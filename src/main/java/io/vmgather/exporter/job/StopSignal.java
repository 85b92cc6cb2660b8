package io.vmgather.exporter.job;

import io.vmgather.common.vm.AbortSwitch;

/**
 * Ends one run from any thread: its request, at whatever moment of it, and its thread's own waits
 * and file work by an interrupt. The run's thread enters and leaves.
 */
final class StopSignal {
  private final AbortSwitch requests = new AbortSwitch();
  private Thread worker;

  void stop() {
    synchronized (this) {
      if (worker != null) {
        worker.interrupt();
      }
    }
    requests.abort();
  }

  boolean stopped() {
    return requests.aborted();
  }

  /** The switch for every request of the run. */
  AbortSwitch requests() {
    return requests;
  }

  synchronized void enter() {
    worker = Thread.currentThread();
    if (stopped()) {
      worker.interrupt();
    }
  }

  /** From now on the thread is its caller's again; an interrupt of ours goes with the run. */
  synchronized void leave() {
    worker = null;
    if (stopped()) {
      boolean unused = Thread.interrupted();
    }
  }
}
