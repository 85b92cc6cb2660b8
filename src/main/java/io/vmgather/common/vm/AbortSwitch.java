package io.vmgather.common.vm;

/**
 * Ends a request at any moment of it, from any thread: while it connects, while it waits for the
 * first byte, while its body is read. Serves one request after the other; stays off once thrown.
 */
public final class AbortSwitch {
  private final Object lock = new Object();
  private Runnable current;
  private volatile boolean aborted;

  /** Ends the request under way, and each later one at its start. */
  public void abort() {
    Runnable action;
    synchronized (lock) {
      aborted = true;
      action = current;
    }
    if (action != null) {
      action.run();
    }
  }

  public boolean aborted() {
    return aborted;
  }

  /** Makes {@code action} the one that ends the request; runs it now when the switch is thrown. */
  void arm(Runnable action) {
    synchronized (lock) {
      current = action;
    }
    if (aborted) {
      action.run();
    }
  }
}
