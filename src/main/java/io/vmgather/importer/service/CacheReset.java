package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.VmClient;

/**
 * Tells a target to forget its cached answers: after a backfill they lack what came. Source:
 * VictoriaMetrics' documentation, "Backfilling".
 */
final class CacheReset {
  private static final String PATH = "/internal/resetRollupResultCache";
  private static final int MOST_ANSWER = 64 * 1024;

  private CacheReset() {}

  static void of(VmClient reader) {
    try {
      // Of the server itself, before any tenant.
      reader.withBasePath("").text(PATH, MOST_ANSWER);
    } catch (GatherException e) {
      boolean elsewhere = e.code() == ErrorCode.ROUTE_MISSING || e.code() == ErrorCode.REJECTED;
      if (!elsewhere || reader.basePath().isEmpty()) {
        throw e;
      }
      reader.text(PATH, MOST_ANSWER);
    }
  }
}
