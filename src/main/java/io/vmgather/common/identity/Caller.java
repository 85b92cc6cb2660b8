package io.vmgather.common.identity;

import io.vmgather.common.Owner;

/**
 * Who sends a request.
 *
 * @param owner whose work it is about
 * @param allowed whether this person may use the application at all
 * @param administers whether this person may see and end everybody's jobs
 */
public record Caller(Owner owner, boolean allowed, boolean administers) {
  /** The one person at a machine of their own, who may do all. */
  static final Caller LOCAL = new Caller(Owner.LOCAL, true, true);
}
