package io.vmgather.exporter.web;

import io.vmgather.common.identity.Access;
import io.vmgather.common.web.ApplicationStart;

/** Starts the exporter in a WAR; {@code web.xml} names this class. */
public final class ExporterStart extends ApplicationStart {
  public ExporterStart() {
    super(Access.EXPORT);
  }
}
