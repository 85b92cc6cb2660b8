package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets connections go only to the hosts and networks on a list, so that nobody reaches through this
 * server what they can't reach themselves. A rule is a name ({@code vm.example.com}), all names
 * below one ({@code *.example.com}), an address, or a network ({@code 10.20.0.0/16}).
 *
 * <p>Addresses that are this machine's own or a cloud's metadata service are refused even when a
 * listed name resolves to them; only a rule that names them and nothing wider lets them through,
 * such as {@code 127.0.0.1}. Stateless; for any thread.
 */
public final class AllowedTargets implements HostResolver {
  /** Each is refused unless a rule lies inside of it. */
  private static final List<Network> GUARDED =
      Stream.of(
              "0.0.0.0/8", // unspecified
              "::/128",
              "127.0.0.0/8", // loopback
              "::1/128",
              "169.254.0.0/16", // link-local; most clouds' metadata service
              "fe80::/10",
              "100.100.100.200/32", // metadata service of Alibaba Cloud
              "fd00:ec2::254/128", // metadata service of AWS
              "168.63.129.16/32", // host service of Azure
              "224.0.0.0/4", // multicast
              "ff00::/8",
              "255.255.255.255/32")
          .map(Network::parse)
          .toList();

  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network V4_COMPATIBLE = Network.parse("::/96");
  private final HostRules rules;
  private final HostResolver resolver;

  private AllowedTargets(HostRules rules, HostResolver resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  /**
   * Only the targets on the list; none when it is empty.
   *
   * @param resolver asked for the addresses of names
   * @throws GatherException INVALID_INPUT when a rule is neither a name nor a network
   */
  public static AllowedTargets of(List<String> rules, HostResolver resolver) {
    return new AllowedTargets(HostRules.of(rules), resolver);
  }

  /** A name must itself be on the list: the address that a proxy finds for it is not seen here. */
  @Override
  public void admit(String host) throws UnknownHostException {
    if (Network.address(host).isPresent()) {
      resolve(host);
    } else if (!rules.name(host)) {
      throw refused(host);
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    boolean named = rules.name(host);
    // Otherwise the difference between "unknown" and "refused" would tell about names in DNS.
    if (!named && rules.networks().isEmpty()) {
      throw refused(host);
    }
    InetAddress[] allowed =
        Arrays.stream(addresses(host, named))
            .filter(address -> allowed(address, named))
            .toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      throw refused(host);
    }
    return allowed;
  }

  private InetAddress[] addresses(String host, boolean named) throws UnknownHostException {
    try {
      return resolver.resolve(host);
    } catch (UnknownHostException e) {
      if (named) {
        throw e;
      }
      throw refused(host);
    }
  }

  private boolean allowed(InetAddress address, boolean named) {
    InetAddress real = embedded(address).orElse(address);
    Optional<Network> guard = GUARDED.stream().filter(block -> block.contains(real)).findFirst();
    return rules.networks().stream()
            .filter(rule -> guard.isEmpty() || guard.get().contains(rule))
            .anyMatch(rule -> rule.contains(real))
        || (named && guard.isEmpty());
  }

  /** The IPv4 address that a translator or tunnel would send to. The JDK maps ::ffff:… itself. */
  private static Optional<InetAddress> embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean compatible = V4_COMPATIBLE.contains(address) && (bytes[12] != 0 || bytes[13] != 0);
    if (!compatible && !NAT64.contains(address)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private GatherException refused(String host) {
    boolean nothing = rules.isEmpty();
    return new GatherException(
            ErrorCode.FORBIDDEN,
            nothing
                ? "This server may not connect to any target yet"
                : "This server may not connect to " + host)
        .hint(
            "Whoever runs this server lists the hosts and networks that it may read in the setting"
                + " vmgather.targets.allow.")
        .at("connection.url");
  }
}
