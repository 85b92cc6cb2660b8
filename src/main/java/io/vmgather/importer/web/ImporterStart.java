package io.vmgather.importer.web;

import io.vmgather.common.identity.Access;
import io.vmgather.common.web.ApplicationStart;

/** Starts the importer in a WAR; {@code web.xml} names this class. */
public final class ImporterStart extends ApplicationStart {
  public ImporterStart() {
    super(Access.IMPORT);
  }
}
