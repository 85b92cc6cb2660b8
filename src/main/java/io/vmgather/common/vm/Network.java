package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network in CIDR notation, such as {@code 10.0.0.0/8} or {@code fd00::/8}. An address alone is a
 * network of one.
 *
 * @param first the lowest address inside
 * @param prefix how many leading bits all addresses inside have in common: 0 to 32, or to 128
 */
public record Network(InetAddress first, int prefix) {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  // Only digits reach the resolver of the JDK, which would ask DNS for anything else.
  private static final Pattern V4 = Pattern.compile("(%1$s\\.){3}%1$s".formatted(OCTET));
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*[0-9.]*");

  /** The network that a text names; empty when it is none, such as a host's name. */
  public static Optional<Network> read(String text) {
    int slash = text.indexOf('/');
    String bits = slash < 0 ? "" : text.substring(slash + 1);
    return address(slash < 0 ? text : text.substring(0, slash))
        .flatMap(address -> prefix(slash < 0, bits, address).map(prefix -> of(address, prefix)));
  }

  /**
   * The network that a text names.
   *
   * @throws GatherException INVALID_INPUT when it is none
   */
  public static Network parse(String text) {
    return read(text)
        .orElseThrow(
            () ->
                new GatherException(ErrorCode.INVALID_INPUT, "\"" + text + "\" is no network")
                    .hint("Write an address or a network such as 10.0.0.0/8 or fd00::/8."));
  }

  /** An address in text, without asking anybody. */
  static Optional<InetAddress> address(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String bare = bracketed ? text.substring(1, text.length() - 1) : text;
    if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress address) {
    return masked(address.getAddress(), prefix, first.getAddress());
  }

  /** Whether all of {@code other} lies inside. */
  boolean contains(Network other) {
    return prefix <= other.prefix && contains(other.first);
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefix;
  }

  private static Network of(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    try {
      return new Network(InetAddress.getByAddress(bytes), prefix);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Integer> prefix(boolean alone, String bits, InetAddress address) {
    int all = address.getAddress().length * 8;
    if (alone) {
      return Optional.of(all);
    }
    return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= all
        ? Optional.of(Integer.valueOf(bits))
        : Optional.empty();
  }

  private static boolean masked(byte[] address, int prefix, byte[] network) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
