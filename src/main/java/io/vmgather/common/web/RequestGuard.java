package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.identity.Proxies;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses requests that a page of somebody else made a browser send, and bodies that no endpoint
 * takes.
 */
final class RequestGuard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[0:0:0:0:0:0:0:1]");
  // Digits only: nothing of it is looked up.
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
  private static final Set<String> TYPES = Set.of("application/json", "multipart/form-data");

  private final boolean local;
  private final List<String> hosts;
  private final Proxies proxies;
  private final long longestJson;
  private final CsrfToken csrfToken;

  RequestGuard(Settings settings, CsrfToken csrfToken) {
    this.csrfToken = csrfToken;
    local = settings.local();
    hosts = settings.get(Setting.HOSTS_ALLOW).stream().map(RequestGuard::oneForm).toList();
    proxies = new Proxies(settings.get(IdentitySetting.PROXIES_TRUSTED));
    longestJson = settings.get(Setting.REQUEST_MAX_BYTES);
  }

  /** Why the request is refused; empty when it may pass. */
  Optional<ErrorBody> refusal(HttpServletRequest request) {
    if (!isOwn(host(request))) {
      return forbidden(
          "This program does not answer under the name in the address",
          "Use http://localhost, or add the name to the setting vmgather.hosts.allow.");
    }
    if (READING.contains(request.getMethod())) {
      return Optional.empty();
    }
    if (isForeign(request)) {
      return forbidden(
          "Another site's page sent this request",
          "If a proxy changes the Host header, let it send X-Forwarded-Host and name it in the setting"
              + " vmgather.proxies.trusted; where nobody signs in, vmgather.identity.required=false.");
    }
    if (bringsSession(request) && !knowsToken(request)) {
      return Optional.of(ErrorBody.of(tokenMissing()));
    }
    // A page of another site can't make a browser send PUT unasked, whatever its type.
    boolean anyType = request.getMethod().equals("PUT");
    if (hasBody(request) && !anyType && !TYPES.contains(type(request))) {
      return Optional.of(ErrorBody.of(415));
    }
    return isJson(request) && request.getContentLengthLong() > longestJson
        ? Optional.of(ErrorBody.of(tooLarge()))
        : Optional.empty();
  }

  /** The request with its body cut at the limit, whatever its length says. */
  HttpServletRequest limited(HttpServletRequest request) {
    return isJson(request) ? new LimitedRequest(request, longestJson, this::tooLarge) : request;
  }

  private GatherException tooLarge() {
    return new GatherException(
            ErrorCode.TOO_LARGE, "The request's JSON is longer than " + longestJson + " bytes")
        .hint("The setting vmgather.request.max-bytes is the limit.");
  }

  /** DNS rebinding: a foreign name that leads to this machine, so that a page may read answers. */
  private boolean isOwn(String host) {
    if (!local && hosts.isEmpty()) {
      return true;
    }
    String name = oneForm(host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT));
    return hosts.contains(name) || (local && LOOPBACK.contains(name));
  }

  /** IPv6 addresses have many forms. */
  private static String oneForm(String host) {
    if (!IPV6.matcher(host).matches()) {
      return host;
    }
    try {
      return "[" + InetAddress.getByName(host).getHostAddress() + "]";
    } catch (UnknownHostException e) {
      return host;
    }
  }

  private boolean isForeign(HttpServletRequest request) {
    String site = String.valueOf(request.getHeader("Sec-Fetch-Site"));
    if (site.equals("cross-site")) {
      return true;
    }
    String origin = request.getHeader("Origin");
    // The browser's own word, which a page can't change; the host may be another behind a proxy.
    boolean saidOwn = !local && site.equals("same-origin");
    return origin != null && !saidOwn && !isSame(origin, host(request));
  }

  /** Whether somebody's browser sends it, which was signed in before: it may be made to. */
  private boolean bringsSession(HttpServletRequest request) {
    boolean browser =
        request.getHeader("Cookie") != null
            || request.getHeader("Origin") != null
            || request.getHeader("Sec-Fetch-Site") != null;
    return browser && Identity.of(request).owner().kind() == Owner.Kind.USER;
  }

  private boolean knowsToken(HttpServletRequest request) {
    return csrfToken.matches(Identity.of(request).owner(), request.getHeader(CsrfToken.HEADER));
  }

  private static GatherException tokenMissing() {
    return new GatherException(
            ErrorCode.FORBIDDEN, "The request does not show that it comes from this page")
        .hint(
            "Reload the page. A script that sends cookies must send the csrf_token of api/config"
                + " in the header X-CSRF-Token.")
        .at(CsrfToken.HEADER);
  }

  private static boolean isSame(String origin, String host) {
    int scheme = origin.indexOf("://");
    if (scheme < 0) {
      return false;
    }
    String usualPort = origin.startsWith("https:") ? ":443" : ":80";
    return without(usualPort, origin.substring(scheme + 3))
        .equalsIgnoreCase(without(usualPort, host));
  }

  private static String without(String port, String authority) {
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }

  /** Host and port that the browser asked for. */
  private String host(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-Host");
    if (forwarded != null && proxies.sent(request)) {
      return forwarded.split(",", 2)[0].strip();
    }
    return String.valueOf(request.getHeader("Host"));
  }

  private static boolean isJson(HttpServletRequest request) {
    return type(request).equals("application/json");
  }

  private static String type(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getHeader("Transfer-Encoding") != null
        || request.getContentType() != null;
  }

  private static Optional<ErrorBody> forbidden(String what, String hint) {
    return Optional.of(ErrorBody.of(new GatherException(ErrorCode.FORBIDDEN, what).hint(hint)));
  }
}
