package io.vmgather.exporter.obfuscate;

/** Tells of a full cache whether what it holds has gone out of use. For one thread. */
final class CacheUse {
  private static final int GIVE_UP_ROUNDS = 4;

  private long hits;
  private long misses;

  /** Something that it holds was asked for. */
  void hit() {
    hits++;
  }

  /** There was room for something. */
  void tookIn() {
    hits = 0;
  }

  /**
   * There was no room for something.
   *
   * @param size how many it holds
   * @return whether all may go: so many others came round several times, and most of these never
   */
  boolean outOfUse(int size) {
    if (++misses <= (long) GIVE_UP_ROUNDS * size) {
      return false;
    }
    boolean outOfUse = hits < size || size == 0;
    hits = 0;
    misses = 0;
    return outOfUse;
  }
}
