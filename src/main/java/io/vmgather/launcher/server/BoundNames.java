package io.vmgather.launcher.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names under which a browser reaches a server that is bound to an address. */
final class BoundNames {
  private BoundNames() {}

  /**
   * As they stand in a URL: the address and the name that was given for it; of all addresses of
   * this machine when it is bound to all.
   */
  static List<String> of(InetSocketAddress given) {
    InetAddress bound = given.getAddress();
    Set<String> names = new LinkedHashSet<>();
    if (!bound.isAnyLocalAddress()) {
      names.add(inUrl(bound));
      String name = given.getHostString();
      if (name.indexOf(':') < 0) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
      return List.copyOf(names);
    }
    try {
      names.add(InetAddress.getLocalHost().getHostName());
      names.add(InetAddress.getLocalHost().getCanonicalHostName());
    } catch (UnknownHostException e) {
      // Then it is reached by its addresses alone.
    }
    for (InetAddress address : ownAddresses()) {
      names.add(inUrl(address));
    }
    return List.copyOf(names);
  }

  private static List<InetAddress> ownAddresses() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces()
          .forEach(card -> card.inetAddresses().forEach(addresses::add));
    } catch (SocketException e) {
      return List.of();
    }
    return addresses;
  }

  /** Without the zone, which no browser sends. */
  private static String inUrl(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*$", "");
    return text.indexOf(':') < 0 ? text : "[" + text + "]";
  }
}
