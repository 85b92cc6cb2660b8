package io.vmgather.exporter.obfuscate;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Other names of a host that follow from its name: what is known of one, the others give away. */
final class HostNames {
  private static final String ENCODED = "xn--";

  private HostNames() {}

  /**
   * Without the root's dot, in the other form of an international name, an address without its
   * zone, and the IPv4 address that an IPv6 one or a name such as {@code ip-10-0-0-5.ec2} carries.
   */
  static Set<String> othersOf(String host) {
    Set<String> others = new LinkedHashSet<>();
    boolean ascii = host.chars().allMatch(c -> c < 0x80);
    String name = host.substring(0, Words.dropEdges(host, 0, host.length()));
    others.add(name);
    if (!ascii || host.toLowerCase(Locale.ROOT).contains(ENCODED)) {
      others.add(ascii ? IDN.toUnicode(name) : encoded(name));
    }
    if (host.indexOf(':') >= 0) {
      addAddresses(host, others);
    } else {
      addDisguised(host, others);
    }
    others.remove(host);
    others.remove("");
    return others;
  }

  private static void addAddresses(String host, Set<String> others) {
    int zone = host.indexOf('%');
    String address = zone < 0 ? host : host.substring(0, zone);
    others.add(address);
    int quad = address.lastIndexOf(':') + 1;
    if (IpShapes.quadEnd(address, quad, '.') == address.length()) {
      others.add(address.substring(quad));
    }
    try {
      // In brackets it is never looked up in DNS; the JDK makes IPv4 of what is mapped to IPv6.
      if (InetAddress.getByName("[" + address + "]") instanceof Inet4Address mapped) {
        others.add(mapped.getHostAddress());
      }
    } catch (UnknownHostException e) {
      // No address: nothing follows from it.
    }
  }

  private static void addDisguised(String host, Set<String> others) {
    for (int at = 0; at < host.length(); at++) {
      int end = Disguises.end(host, at, host.length());
      String address = end > at ? Disguises.address(host, at, end) : "";
      if (address.indexOf('.') > 0) {
        others.add(address);
      }
    }
  }

  private static String encoded(String name) {
    try {
      return IDN.toASCII(name);
    } catch (IllegalArgumentException e) {
      // No name of DNS.
      return name;
    }
  }
}
