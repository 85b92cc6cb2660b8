package io.vmgather.importer.web;

import io.vmgather.common.web.ApiApplication;

/** Everything that answers below the importer's {@code api/}; {@code web.xml} names this class. */
public final class ImporterApplication extends ApiApplication {}
