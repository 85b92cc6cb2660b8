package io.vmgather.exporter.obfuscate;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hosts inside an {@code instance} value that is more than a host, such as a URL. */
final class EmbeddedHosts {
  private static final String NAME = "[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*";

  /**
   * After a scheme and perhaps a user; after a user; before a port; or, as the whole of a list's
   * part up to its path or its port's name, a dotted name or one with a digit or a dash: others may
   * be everyday words.
   */
  private static final Pattern HOST =
      Pattern.compile(
          "(?<!/)//(?:[^/@\\s]*@)?("
              + NAME
              + ")|@("
              + NAME
              + ")|("
              + NAME
              + "):\\d{1,5}(?!\\d)|(?<![^,;\\s])("
              + NAME
              + "\\.\\p{L}[\\p{L}\\p{N}_-]*\\.?)(?![^/:,;\\s])"
              + "|(?<![^,;\\s])(?=[^/:,;\\s]*\\p{L})(?=[^/:,;\\s]*[\\p{N}-])("
              + NAME
              + ")(?![^/:,;\\s\\\\|(]|://)");

  /** A namespace and a name in it, such as of a pod: either tells. */
  private static final Pattern NAME_IN_SPACE = Pattern.compile("(" + NAME + ")/(" + NAME + ")");

  private static final Pattern TELLING = Pattern.compile("[\\p{N}-]");

  private EmbeddedHosts() {}

  static Set<String> of(String value) {
    Set<String> hosts = new LinkedHashSet<>();
    Matcher matcher = HOST.matcher(value);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        String host = matcher.group(group);
        if (host != null && host.chars().anyMatch(Character::isLetterOrDigit)) {
          hosts.add(host);
        }
      }
    }
    addAddresses(value, hosts);
    for (String part : value.split("[,;\\s]+", -1)) {
      addNameInSpace(part, hosts);
    }
    return hosts;
  }

  private static void addNameInSpace(String part, Set<String> hosts) {
    Matcher pair = NAME_IN_SPACE.matcher(part);
    if (pair.matches() && TELLING.matcher(pair.group(2)).find()) {
      hosts.add(pair.group(2));
    }
  }

  private static void addAddresses(String value, Set<String> hosts) {
    for (int at = 0; at < value.length(); at++) {
      int end = Math.max(IpShapes.ipv4End(value, at), IpShapes.ipv6End(value, at));
      if (end > at) {
        hosts.add(value.substring(at, end));
        at = end - 1;
      }
    }
  }
}
