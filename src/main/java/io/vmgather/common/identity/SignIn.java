package io.vmgather.common.identity;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * Finds out whose a request is: in local mode the one person's; else of whom the container's own
 * sign-in names, or a signed assertion where those are set up, or a trusted proxy's header; else of
 * anybody, where nobody has to sign in. Any thread.
 */
public final class SignIn {
  private final boolean local;
  private final boolean required;
  private final Access access;
  private final Rights rights;
  private final ProxyHeaders headers;
  private final Optional<SignedAssertions> assertions;

  /**
   * With what the settings say.
   *
   * @param access what the application is for
   * @throws GatherException INVALID_INPUT for settings that don't fit together
   */
  public SignIn(Settings settings, Access access) {
    this.local = settings.local();
    this.required = settings.get(IdentitySetting.REQUIRED);
    this.access = access;
    this.rights = new Rights(settings, access);
    this.headers = new ProxyHeaders(settings);
    this.assertions = SignedAssertions.of(settings);
  }

  /**
   * Who sends the request. Whether they may is {@link #admit}'s to say.
   *
   * @throws GatherException INVALID_INPUT when a trusted proxy names two users or none that can be;
   *     NOT_SIGNED_IN for an assertion that does not hold
   */
  public Caller caller(HttpServletRequest request) {
    if (local) {
      return Caller.LOCAL;
    }
    return person(request).map(rights::of).orElseGet(rights::ofAnybody);
  }

  /**
   * Lets a caller in.
   *
   * @throws GatherException NOT_SIGNED_IN; FORBIDDEN for somebody in none of the groups
   */
  public void admit(Caller caller) {
    if (required && !local && caller.owner().name().isEmpty()) {
      throw new GatherException(ErrorCode.NOT_SIGNED_IN, "Nobody is signed in")
          .hint(
              "Come through the proxy that signs people in. If you do, its address is missing in"
                  + " the setting vmgather.proxies.trusted, or it sends no identity.");
    }
    if (!caller.allowed()) {
      throw new GatherException(ErrorCode.FORBIDDEN, "You may not " + access + " with this server")
          .hint("Its administrator decides in the setting " + access.groups().name() + ".");
    }
  }

  private Optional<Person> person(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    if (principal != null) {
      return Optional.of(new Person(principal.getName(), request::isUserInRole));
    }
    // Where assertions are set up, a header without a signature is worth nothing.
    return assertions.isPresent() ? assertions.get().person(request) : headers.person(request);
  }
}
