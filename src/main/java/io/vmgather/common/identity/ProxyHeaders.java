package io.vmgather.common.identity;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The headers in which a trusted proxy says who signed in there; anybody else's are ignored. */
final class ProxyHeaders {
  private final Proxies proxies;
  private final String user;
  private final String groups;
  private final Pattern separator;

  ProxyHeaders(Settings settings) {
    proxies = new Proxies(settings.get(IdentitySetting.PROXIES_TRUSTED));
    user = settings.get(IdentitySetting.USER_HEADER);
    groups = settings.get(IdentitySetting.GROUPS_HEADER);
    separator = Pattern.compile(settings.get(IdentitySetting.GROUPS_SEPARATOR), Pattern.LITERAL);
  }

  /**
   * Whom the proxy names.
   *
   * @throws GatherException INVALID_INPUT for a header that is there twice
   */
  Optional<Person> person(HttpServletRequest request) {
    if (!proxies.sent(request)) {
      return Optional.empty();
    }
    Set<String> memberOf = one(request, groups).map(this::split).orElse(Set.of());
    return one(request, user)
        .filter(name -> !name.isBlank())
        .map(name -> new Person(name, memberOf::contains));
  }

  private Set<String> split(String text) {
    return Arrays.stream(separator.split(text))
        .map(String::strip)
        .filter(group -> !group.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> one(HttpServletRequest request, String header) {
    var given = request.getHeaders(header);
    List<String> values = given == null ? List.of() : Collections.list(given);
    if (values.size() > 1) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "The header " + header + " is there more than once")
          .hint("The proxy must replace the header when a client sends it, not add to it.");
    }
    return values.stream().findFirst();
  }
}
