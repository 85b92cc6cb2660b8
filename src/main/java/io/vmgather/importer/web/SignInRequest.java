package io.vmgather.importer.web;

import io.vmgather.common.web.OptionalBody;
import io.vmgather.importer.job.ImportConfig;

/**
 * Credentials for the target of a job.
 *
 * @param config with the same endpoint and tenant; all but the sign-in stays as it was
 */
public record SignInRequest(ImportConfig config) implements OptionalBody {
  static ImportConfig given(SignInRequest request) {
    return request == null ? null : request.config();
  }
}
