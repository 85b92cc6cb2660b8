package io.vmgather.importer.read;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Reads a bundle from end to end on a thread of its own, so that its target can be looked for
 * meanwhile. Any thread may wait for it.
 */
public final class BundleCheck {
  private static final long LOOK_MILLIS = 50;

  private final FutureTask<BundleFile.Content> reading;
  private volatile boolean cancelled;

  private BundleCheck(BundleFile bundle) {
    reading = new FutureTask<>(() -> bundle.verify(() -> cancelled));
  }

  /** Begins to read; ends by itself, at the latest with the program. */
  public static BundleCheck begin(BundleFile bundle) {
    BundleCheck check = new BundleCheck(bundle);
    Thread thread = new Thread(check.reading, "vmgather-check");
    thread.setDaemon(true);
    thread.start();
    return check;
  }

  /**
   * Waits until all is read.
   *
   * @param stop asked now and then; ends the reading too
   * @throws GatherException as {@link BundleFile#verify}
   */
  public BundleFile.Content await(BooleanSupplier stop) {
    while (true) {
      try {
        return reading.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        cancelled |= stop.getAsBoolean();
      } catch (InterruptedException e) {
        cancelled = true;
        Thread.currentThread().interrupt();
        throw new GatherException(ErrorCode.CANCELLED, "Interrupted while checking the bundle", e);
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      }
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }
}
