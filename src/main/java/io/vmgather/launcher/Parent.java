package io.vmgather.launcher;

/** The process that started this one to do its work. */
final class Parent {
  private static final long LOOK_MILLIS = 300;

  private Parent() {}

  /**
   * Runs the action once that process is gone, however it ended: nobody waits for this one's work
   * any more. Does nothing in a process that a person started.
   */
  static void whenGone(Runnable action) {
    Long parent = Long.getLong(Relaunch.PARENT_PROPERTY);
    if (parent != null) {
      Thread watch = new Thread(() -> watch(parent, action), "parent-watch");
      watch.setDaemon(true);
      watch.start();
    }
  }

  /**
   * Looks who the parent is now: the system gives an orphan another one at once. Waiting for the
   * parent's exit itself takes Java up to five seconds, and for ever while it is a zombie.
   */
  private static void watch(long parent, Runnable action) {
    ProcessHandle self = ProcessHandle.current();
    try {
      while (self.parent().map(ProcessHandle::pid).orElse(-1L) == parent) {
        Thread.sleep(LOOK_MILLIS);
      }
      action.run();
    } catch (InterruptedException e) {
      // The machine stops.
    }
  }
}
