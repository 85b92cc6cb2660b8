package io.vmgather.launcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Work that ends in order when a signal or the end of the parent process asks for it. */
final class Interruptible {
  private static final long STOP_SECONDS = 15;

  private Interruptible() {}

  /**
   * Does the work; a signal cancels it and waits until it has ended.
   *
   * @param cancel makes the work fail soon; called from another thread
   * @param left what a person reads about what an interrupted work leaves; asked when it has ended
   */
  static <T> T run(Runnable cancel, Supplier<T> work, Supplier<String> left) {
    CompletableFuture<Boolean> made = new CompletableFuture<>();
    Thread hook = new Thread(() -> stop(cancel, made, left), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    Parent.whenGone(() -> System.exit(ExitCode.INTERRUPTED));
    try {
      T outcome = work.get();
      made.complete(true);
      return outcome;
    } finally {
      made.complete(false);
      forget(hook);
    }
  }

  private static void stop(
      Runnable cancel, CompletableFuture<Boolean> made, Supplier<String> left) {
    cancel.run();
    try {
      if (!made.get(STOP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("interrupted: " + left.get());
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      System.err.println("interrupted");
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The machine is stopping already: the hook runs, and finds that the work has ended.
    }
  }
}
