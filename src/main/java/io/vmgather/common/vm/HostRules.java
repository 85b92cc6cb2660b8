package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hosts and networks on a list. A rule is a name ({@code vm.example.com}), all names below one
 * ({@code *.example.com}), an address, or a network ({@code 10.20.0.0/16}).
 *
 * @param names in lower case
 */
record HostRules(List<String> names, List<Network> networks) {
  static final HostRules NONE = new HostRules(List.of(), List.of());

  private static final Pattern NAME =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  HostRules {
    names = List.copyOf(names);
    networks = List.copyOf(networks);
  }

  /**
   * Reads the rules of a list.
   *
   * @throws GatherException INVALID_INPUT when a rule is neither a name nor a network
   */
  static HostRules of(List<String> rules) {
    return new HostRules(
        rules.stream()
            .filter(rule -> Network.read(rule).isEmpty())
            .map(HostRules::checked)
            .toList(),
        rules.stream().flatMap(rule -> Network.read(rule).stream()).toList());
  }

  boolean isEmpty() {
    return names.isEmpty() && networks.isEmpty();
  }

  /** Whether a rule names this host; no address is looked up. */
  boolean name(String host) {
    String name = plain(host);
    return names.stream()
        .anyMatch(
            rule -> rule.startsWith("*.") ? name.endsWith(rule.substring(1)) : name.equals(rule));
  }

  boolean contain(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static String checked(String rule) {
    String name = plain(rule);
    // A name of digits only is an address written in another way, such as 2130706433.
    if (!NAME.matcher(name).matches() || name.matches("[0-9.]+")) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "\"" + rule + "\" is neither a host nor a network")
          .hint("Write vm.example.com, *.example.com, 10.20.0.7 or 10.20.0.0/16.");
    }
    return name;
  }

  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
