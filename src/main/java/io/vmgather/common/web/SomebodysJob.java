package io.vmgather.common.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.settings.IdentitySetting;
import java.time.Instant;

/**
 * A job as administrators see it: whose it is and how it stands, nothing of its data.
 *
 * @param jobId 32 hexadecimal digits
 * @param user whose it is; empty for somebody who did not sign in
 * @param state as the job's owner sees it
 * @param target the server that it talks to; empty when unknown
 * @param createdAt when it was asked for
 * @param startedAt null until it begins
 * @param completedAt null until it ends
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SomebodysJob(
    String jobId,
    String user,
    String state,
    String target,
    Instant createdAt,
    Instant startedAt,
    Instant completedAt) {

  /**
   * Lets administrators pass.
   *
   * @throws GatherException FORBIDDEN for others
   */
  public static void requireAdministrator(Identity identity) {
    if (!identity.caller().administers()) {
      throw new GatherException(ErrorCode.FORBIDDEN, "Only administrators see everybody's jobs")
          .hint(
              "Whose members administer is decided in the setting "
                  + IdentitySetting.GROUPS_ADMINISTRATORS.name()
                  + ".");
    }
  }
}
