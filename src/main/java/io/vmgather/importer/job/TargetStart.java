package io.vmgather.importer.job;

import io.vmgather.common.GatherException;
import io.vmgather.common.vm.VmClient;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the process was started that keeps what is imported: one that is still the same has lost
 * nothing. Only a single node says it; of a cluster's or proxy's storage nothing is known here.
 */
final class TargetStart {
  static final long UNKNOWN = 0;

  private static final int MOST_BYTES = 8 * 1024 * 1024;
  private static final String STORAGE = "vm_rows{type=\"storage/";
  private static final Pattern START =
      Pattern.compile("(?m)^vm_app_start_timestamp (\\d{1,18})\\s*$");

  private TargetStart() {}

  /** In seconds since the epoch, or {@link #UNKNOWN}. One request. */
  static long ask(VmClient target) {
    try {
      String metrics = target.withBasePath("").text("/metrics", MOST_BYTES);
      Matcher start = START.matcher(metrics);
      return metrics.contains(STORAGE) && start.find() ? Long.parseLong(start.group(1)) : UNKNOWN;
    } catch (GatherException unanswered) {
      return UNKNOWN;
    }
  }
}
