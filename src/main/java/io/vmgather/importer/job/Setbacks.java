package io.vmgather.importer.job;

/**
 * How often a target was lost since it last took more than ever before: one that takes nothing more
 * is not sent the same for ever. One thread.
 */
final class Setbacks {
  private static final int MOST_IN_VAIN = 5;

  /** A restart takes its time, and loses what was taken before it. */
  private static final int MOST_RESTARTS = 20;

  private long furthest;
  private int inVain;
  private int restarts;

  /**
   * @param offset where the import begins
   */
  Setbacks(long offset) {
    furthest = offset;
  }

  boolean tooMany() {
    return inVain == MOST_IN_VAIN || restarts == MOST_RESTARTS;
  }

  /** Times that it came back without a restart and took nothing more. */
  int inVain() {
    return inVain;
  }

  /**
   * It is back.
   *
   * @param restarted whether it surely was started again
   * @param offset where the import goes on
   */
  void over(boolean restarted, long offset) {
    boolean further = offset > furthest;
    furthest = Math.max(furthest, offset);
    restarts = further ? 0 : restarts + (restarted ? 1 : 0);
    inVain = further || restarted ? 0 : inVain + 1;
  }
}
