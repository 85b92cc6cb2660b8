package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP proxy that a company's way out leads through. HTTPS goes through a tunnel (CONNECT, RFC
 * 9110, 9.3.6), so that the proxy sees the host alone.
 *
 * @param host empty for none
 * @param port 1 to 65535
 * @param user for basic sign-in at the proxy; empty for none
 * @param password may be empty
 * @param except what is connected to without it
 */
public record OutgoingProxy(String host, int port, String user, String password, HostRules except) {
  public static final OutgoingProxy NONE = new OutgoingProxy("", 0, "", "", HostRules.NONE);

  /** What hardly any proxy leads to, and which means another machine there. */
  public static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.0/8", "::1");

  /**
   * Reads what a person wrote.
   *
   * @param url such as {@code http://proxy:3128} or {@code http://user@proxy:3128}; null or empty
   *     for none
   * @param password may be empty or null
   * @param except hosts and networks; a network stands for addresses that are written as such
   * @throws GatherException INVALID_INPUT
   */
  public static OutgoingProxy read(String url, String password, List<String> except) {
    if (url == null || url.isBlank()) {
      return NONE;
    }
    URI address = address(url.strip());
    String user = address.getUserInfo() == null ? "" : address.getUserInfo();
    return new OutgoingProxy(
        Address.bare(address.getHost()),
        address.getPort(),
        user,
        password == null ? "" : password,
        HostRules.of(except));
  }

  private static URI address(String url) {
    // Refused without the text: it may hold a password.
    return WrittenUri.read(url)
        .filter(OutgoingProxy::fits)
        .orElseThrow(
            () ->
                new GatherException(ErrorCode.INVALID_INPUT, "The proxy's address can't be used")
                    .hint(
                        "Write http://proxy.example.com:3128 or"
                            + " http://user@proxy.example.com:3128."));
  }

  private static boolean fits(URI address) {
    String path = address.getPath();
    return "http".equals(address.getScheme())
        && address.getHost() != null
        && address.getPort() > 0
        && address.getPort() <= 65_535
        && (path == null || path.isEmpty() || path.equals("/"))
        && address.getQuery() == null
        && (address.getRawUserInfo() == null || !address.getRawUserInfo().contains(":"));
  }

  /** Whether connections to a host go through it; no address is looked up. */
  boolean leadsTo(String target) {
    if (host.isEmpty() || except.name(target)) {
      return false;
    }
    Optional<InetAddress> address = Network.address(target);
    return address.isEmpty() || !except.contain(address.get());
  }

  /** Host and port, for messages. */
  String server() {
    return host + ":" + port;
  }

  /** The value of {@code Proxy-Authorization}, when a user is known. */
  Optional<String> authorization() {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
  }

  @Override
  public String toString() {
    return host.isEmpty() ? "no proxy" : server();
  }
}
