package io.vmgather.importer.target;

import java.util.Map;

/**
 * The tenant in every way in which one is read, on each request to a target: VictoriaMetrics reads
 * it in the path, since 1.143 in two headers; proxies that were made for vmgather 1.x read the
 * others.
 */
final class TenantHeaders {
  private TenantHeaders() {}

  /** For {@code accountID}, {@code accountID:projectID} or none. */
  static Map<String, String> of(String tenantId) {
    if (tenantId.isEmpty() || !tenantId.matches("\\d+(:\\d+)?")) {
      return Map.of();
    }
    int colon = tenantId.indexOf(':');
    String account = colon < 0 ? tenantId : tenantId.substring(0, colon);
    String project = colon < 0 ? "0" : tenantId.substring(colon + 1);
    return Map.of(
        "AccountID", account,
        "ProjectID", project,
        "X-Vm-AccountID", tenantId,
        "X-Vm-TenantID", tenantId);
  }
}
