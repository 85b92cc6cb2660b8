package io.vmgather.importer.job;

import io.vmgather.common.GatherException;
import io.vmgather.common.vm.VmClient;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the process was started that keeps what is imported: one that is still the same has lost
 * nothing. Only a single node says it; of a cluster's or proxy's storage nothing is known here.
 */
public final class TargetStart {
  public static final long UNKNOWN = 0;

  /** Nothing that is sent should wait for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MOST_BYTES = 8 * 1024 * 1024;
  private static final String STORAGE = "vm_rows{type=\"storage/";
  private static final Pattern START =
      Pattern.compile("(?m)^vm_app_start_timestamp (\\d{1,18})\\s*$");

  /** Whole seconds as the start: in its first one, a successor may have the same start. */
  private static final Pattern YOUNG = Pattern.compile("(?m)^vm_app_uptime_seconds 0\\s*$");

  private static final long FIRST_SECOND_MILLIS = 1100; // and a little more

  private TargetStart() {}

  /**
   * In seconds since the epoch, or {@link #UNKNOWN}. One request; of a process in its first second,
   * which is waited for, two.
   */
  public static long ask(VmClient target) {
    try {
      String metrics = metrics(target);
      if (YOUNG.matcher(metrics).find()) {
        Thread.sleep(FIRST_SECOND_MILLIS);
        metrics = metrics(target);
      }
      return of(metrics);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    } catch (GatherException unanswered) {
      return UNKNOWN;
    }
  }

  private static String metrics(VmClient target) {
    return target.withBasePath("").textAside("/metrics", MOST_BYTES, PATIENCE);
  }

  /** From the target's own metrics, in the text format. */
  static long of(String metrics) {
    Matcher start = START.matcher(metrics);
    return metrics.contains(STORAGE) && start.find() && !YOUNG.matcher(metrics).find()
        ? Long.parseLong(start.group(1))
        : UNKNOWN;
  }
}
