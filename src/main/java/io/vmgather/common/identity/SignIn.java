package io.vmgather.common.identity;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/**
 * Finds out whose a request is: in local mode the one person's; else of whom the container's own
 * sign-in names, or a trusted proxy's header; else of anybody.
 */
public final class SignIn {
  private final boolean local;
  private final Proxies proxies;
  private final String header;

  public SignIn(Settings settings) {
    this.local = settings.local();
    this.proxies = new Proxies(settings.get(Setting.PROXIES_TRUSTED));
    this.header = settings.get(Setting.IDENTITY_USER_HEADER);
  }

  /**
   * The owner of what the request asks for.
   *
   * @throws GatherException INVALID_INPUT when a trusted proxy names two users or none that can be
   */
  public Owner owner(HttpServletRequest request) {
    if (local) {
      return Owner.LOCAL;
    }
    if (request.getUserPrincipal() != null) {
      return Owner.user(request.getUserPrincipal().getName());
    }
    return proxies.sent(request) ? named(request) : Owner.ANONYMOUS;
  }

  private Owner named(HttpServletRequest request) {
    var given = request.getHeaders(header);
    List<String> names = given == null ? List.of() : Collections.list(given);
    if (names.size() > 1) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "The header " + header + " is there more than once")
          .hint("The proxy must replace the header when a client sends it, not add to it.");
    }
    return names.isEmpty() || names.get(0).isBlank() ? Owner.ANONYMOUS : Owner.user(names.get(0));
  }
}
