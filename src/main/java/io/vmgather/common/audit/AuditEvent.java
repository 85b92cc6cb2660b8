package io.vmgather.common.audit;

import io.vmgather.common.Owner;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that somebody did.
 *
 * @param action such as {@code export.started}
 * @param who did it
 * @param details by name, in the order in which they are written; no credential, and no value of a
 *     label but where a selector names it
 */
public record AuditEvent(String action, Owner who, Map<String, Object> details) {
  public AuditEvent {
    details = new LinkedHashMap<>(details);
  }

  /** An event without details yet. */
  public static AuditEvent of(String action, Owner who) {
    return new AuditEvent(action, who, Map.of());
  }

  /** The same with one detail more; one that is null is left out. */
  public AuditEvent with(String name, Object value) {
    AuditEvent more = new AuditEvent(action, who, details);
    if (value != null) {
      more.details.put(name, value);
    }
    return more;
  }
}
