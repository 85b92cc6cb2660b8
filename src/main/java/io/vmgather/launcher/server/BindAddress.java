package io.vmgather.launcher.server;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address without brackets; empty for all addresses of the machine
 * @param port 0 for any free one
 */
public record BindAddress(String host, int port) {
  private static final Pattern FORM = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]]*):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  /**
   * Reads {@code host:port}, {@code [IPv6]:port} or {@code :port}, which is all addresses.
   *
   * @throws GatherException INVALID_INPUT at {@code addr}
   */
  public static BindAddress parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw wrong("-addr " + text + " is no host:port");
    }
    int port = Integer.parseInt(form.group(2));
    if (port > LAST_PORT) {
      throw wrong("-addr has the port " + port + ", above " + LAST_PORT);
    }
    return new BindAddress(form.group(1).replaceAll("[\\[\\]]", ""), port);
  }

  /**
   * The socket address to bind, with its name looked up.
   *
   * @throws GatherException INVALID_INPUT at {@code addr} when the name is unknown
   */
  InetSocketAddress resolve() {
    if (host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw wrong("-addr names the host " + host + ", which is unknown");
    }
  }

  private static GatherException wrong(String what) {
    return new GatherException(ErrorCode.INVALID_INPUT, what)
        .hint("Give localhost:8080, 127.0.0.1:0, [::1]:8080 or :8080.")
        .at("addr");
  }
}
