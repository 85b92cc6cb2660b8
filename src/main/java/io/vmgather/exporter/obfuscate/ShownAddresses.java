package io.vmgather.exporter.obfuscate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that show themselves by their shape, as the {@link LeakSearch} finds them: by regular
 * expressions and the JDK, so that an error of {@link IpShapes} is not repeated here.
 */
final class ShownAddresses {
  private static final Pattern HOST_TOKEN = Pattern.compile("777\\.777\\.\\d+\\.\\d+(?!\\.?\\d)");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(?<!\\d)(?<!(?<![\\p{L}\\p{N}_-])\\d{1,20}\\.)(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?!\\.?\\d)");
  private static final Pattern IPV6 =
      Pattern.compile("(?<![\\p{L}\\p{N}:])[0-9A-Fa-f]*+:[0-9A-Fa-f:.]*+(?![\\p{L}\\p{N}])");

  private ShownAddresses() {}

  /** A token is no address, but its last number could pass for the start of one. */
  static String withoutTokens(String written) {
    return HOST_TOKEN.matcher(written).replaceAll("x");
  }

  static boolean in(String written) {
    String text = withoutTokens(written);
    Matcher four = IPV4.matcher(text);
    while (four.find()) {
      boolean octets = true;
      for (int part = 1; part <= 4; part++) {
        octets &= Integer.parseInt(four.group(part)) <= 255;
      }
      if (octets) {
        return true;
      }
    }
    Matcher six = IPV6.matcher(text);
    while (six.find()) {
      if (isIpv6(six.group())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIpv6(String candidate) {
    String address = candidate.replaceFirst("[.]+$|(?<!:):$", "");
    boolean telling = address.chars().anyMatch(c -> c >= '0' && c <= '9');
    if (!telling || address.length() > 45 || address.chars().filter(c -> c == ':').count() < 2) {
      return false;
    }
    try {
      // In brackets it is never looked up in DNS.
      InetAddress.getByName("[" + address + "]");
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
