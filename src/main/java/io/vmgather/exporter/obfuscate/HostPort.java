package io.vmgather.exporter.obfuscate;

import java.util.Optional;

/**
 * An {@code instance} value that is a host with or without a port.
 *
 * @param host a name, IPv4, or IPv6 without its brackets; exactly as written otherwise
 * @param port empty, or the colon and 1 to 5 digits as written
 */
record HostPort(String host, String port) {
  private static final int HIGHEST_PORT = 65535;

  static Optional<HostPort> parse(String value) {
    if (value.startsWith("[")) {
      return bracketed(value);
    }
    if (isIpv6(value)) {
      return Optional.of(new HostPort(value, ""));
    }
    int colon = value.indexOf(':');
    String host = colon < 0 ? value : value.substring(0, colon);
    String port = colon < 0 ? "" : value.substring(colon);
    return isName(host) && isPort(port) ? Optional.of(new HostPort(host, port)) : Optional.empty();
  }

  private static Optional<HostPort> bracketed(String value) {
    int close = value.indexOf(']');
    if (close < 0) {
      return Optional.empty();
    }
    String host = value.substring(1, close);
    String port = value.substring(close + 1);
    return isIpv6(host) && isPort(port) ? Optional.of(new HostPort(host, port)) : Optional.empty();
  }

  /** With a zone, and with IPv4 as its end, too. */
  private static boolean isIpv6(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    if (zone >= 0 && !isName(text.substring(zone + 1))) {
      return false;
    }
    int lastColon = address.lastIndexOf(':');
    if (lastColon >= 0
        && IpShapes.quadEnd(address, lastColon + 1, '.') == address.length()
        && address.indexOf('.') > 0) {
      address = address.substring(0, lastColon + 1) + "0:0";
    }
    return address.length() > 1 && IpShapes.isIpv6(address, 0, address.length());
  }

  private static boolean isName(String text) {
    boolean spoken = false;
    for (int i = 0; i < text.length(); i++) {
      if (!Words.isWord(text, i)) {
        return false;
      }
      spoken |= !Words.isEdge(text.charAt(i)) && text.charAt(i) != '_';
    }
    return spoken;
  }

  /** Whether a colon and a port follow here, and nothing that makes them part of something else. */
  static boolean portFollows(CharSequence text, int at) {
    if (at >= text.length() || text.charAt(at) != ':') {
      return false;
    }
    int end = at + 1;
    while (end < text.length() && Words.isDigit(text.charAt(end))) {
      end++;
    }
    return end > at + 1 && isPort(text.subSequence(at, end).toString()) && !goesOn(text, end);
  }

  /** As in a time of day, in a MAC address, or in an address or its token behind a colon. */
  private static boolean goesOn(CharSequence text, int end) {
    boolean letter = end < text.length() && Character.isLetter(text.charAt(end));
    return letter
        || (end + 1 < text.length()
            && (text.charAt(end) == ':' || text.charAt(end) == '.')
            && Words.isDigit(text.charAt(end + 1)));
  }

  static boolean isPort(String text) {
    if (text.isEmpty()) {
      return true;
    }
    boolean digits = text.charAt(0) == ':' && text.length() > 1 && text.length() <= 6;
    for (int i = 1; digits && i < text.length(); i++) {
      digits = Words.isDigit(text.charAt(i));
    }
    return digits && Integer.parseInt(text, 1, text.length(), 10) <= HIGHEST_PORT;
  }
}
