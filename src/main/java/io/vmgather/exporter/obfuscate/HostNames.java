package io.vmgather.exporter.obfuscate;

import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Other names of a host that follow from its name: what is known of one, the others give away. */
final class HostNames {
  private static final String ENCODED = "xn--";

  private HostNames() {}

  /** Without the root's dot, and in the other form of an international name. */
  static Set<String> othersOf(String host) {
    Set<String> others = new LinkedHashSet<>();
    boolean ascii = host.chars().allMatch(c -> c < 0x80);
    String name = host.substring(0, Words.dropEdges(host, 0, host.length()));
    others.add(name);
    if (!ascii || host.toLowerCase(Locale.ROOT).contains(ENCODED)) {
      others.add(ascii ? IDN.toUnicode(name) : encoded(name));
    }
    others.remove(host);
    others.remove("");
    return others;
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
