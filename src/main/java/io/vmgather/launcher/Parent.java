package io.vmgather.launcher;

import java.util.concurrent.CompletableFuture;

/** The process that started this one to do its work. */
final class Parent {
  private Parent() {}

  /** Runs the action when that process is gone: nobody waits for this one's work any more. */
  static void whenGone(Runnable action) {
    String pid = System.getProperty(Relaunch.PARENT_PROPERTY);
    if (pid != null) {
      ProcessHandle.of(Long.parseLong(pid))
          .ifPresentOrElse(parent -> callAtExit(parent, action), action);
    }
  }

  private static void callAtExit(ProcessHandle parent, Runnable action) {
    CompletableFuture<Void> unused = parent.onExit().thenRun(action);
  }
}
