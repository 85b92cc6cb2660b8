package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an address that somebody pasted was read.
 *
 * @param scheme {@code http}, {@code https}, or empty when the address names none
 * @param host name or address, without brackets
 * @param port 1 to 65535, or -1 when the address names none
 * @param tenant the tenant that will be read; empty when the address and the form name none
 * @param subPath path of a reverse proxy in front of VictoriaMetrics' own paths; may be empty
 * @param basePaths what may stand in front of {@code /api/v1/…}, likeliest first; at least one
 * @param auth the sign-in to use: the form's, else the one in the address
 */
public record Address(
    String scheme,
    String host,
    int port,
    String tenant,
    String subPath,
    List<String> basePaths,
    Auth auth) {
  private static final String EXAMPLE =
      "Give an address such as http://10.20.0.21:8428 or https://vm.example.com/select/0/prometheus.";
  private static final Pattern WITH_SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
  private static final Pattern HALF_SCHEME = Pattern.compile("(?i)(https?)(:/?|/).*");
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?]|[^:\\[\\]]+)(?::(.*))?");
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_]([\\p{L}\\p{N}_-]*[\\p{L}\\p{N}_])?");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

  public Address {
    basePaths = List.copyOf(basePaths);
  }

  /**
   * Reads {@code connection}'s address in every form people paste: with and without a scheme, with
   * {@code user:password@}, from a browser's address line, out of Grafana or vmui.
   *
   * @throws GatherException INVALID_INPUT at {@code connection.url}, {@code connection.tenant_id}
   *     or {@code connection.full_api_url}
   */
  public static Address read(Connection connection) {
    String text = connection.url().isEmpty() ? connection.fullApiUrl() : connection.url();
    Pasted pasted = Pasted.read(text, "connection.url");
    String resolved = "";
    if (!connection.fullApiUrl().isEmpty()) {
      Pasted full = Pasted.read(connection.fullApiUrl(), "connection.full_api_url");
      checkSameHost(pasted, full);
      resolved = full.path().isEmpty() ? "/" : full.path();
    }
    BasePaths paths = BasePaths.of(pasted.path(), resolved, connection);
    Auth auth = connection.auth().checked();
    return new Address(
        pasted.scheme(),
        pasted.host(),
        pasted.port(),
        paths.tenant(),
        paths.subPath(),
        paths.candidates(),
        auth.anonymous() ? pasted.auth() : auth);
  }

  /**
   * Scheme, host and port to try, in order. Without a scheme HTTP comes first, as VictoriaMetrics
   * listens; HTTPS does when the port says so, or when a credential would else cross a network in
   * the clear.
   */
  public List<URI> origins() {
    if (!scheme.isEmpty()) {
      return List.of(origin(scheme));
    }
    boolean local = isLoopback(host);
    boolean tlsFirst = port == 443 || port == 8443 || (!local && !auth.anonymous());
    return tlsFirst
        ? List.of(origin("https"), origin("http"))
        : List.of(origin("http"), origin("https"));
  }

  /** Whether {@code host} is this machine by its name; no name is looked up. */
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("::1")
        || (name.startsWith("127.") && IPV4.matcher(name).matches());
  }

  /** An IPv6 address without its brackets; any other host as it is. */
  static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return "Address[" + origins().get(0) + basePaths.get(0) + "]";
  }

  private URI origin(String withScheme) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return URI.create(withScheme + "://" + name + (port < 0 ? "" : ":" + port));
  }

  private static void checkSameHost(Pasted url, Pasted full) {
    if (!url.host().equals(full.host()) || url.port() != full.port()) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              "url names "
                  + url.host()
                  + " and full_api_url names "
                  + full.host()
                  + (url.host().equals(full.host()) ? " with another port" : ""))
          .hint("Leave full_api_url out, or give it for the same server.")
          .at("connection.full_api_url");
    }
  }

  /** The parts of the text itself. */
  private record Pasted(String scheme, Auth auth, String host, int port, String path) {
    static Pasted read(String text, String field) {
      try {
        return read(text.strip());
      } catch (GatherException refused) {
        throw refused.hint(refused.hint().map(h -> h + " ").orElse("") + EXAMPLE).at(field);
      }
    }

    private static Pasted read(String text) {
      if (text.isEmpty()) {
        throw refuse("The address of VictoriaMetrics is empty");
      }
      if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7F || c == '\\' || c == '"')) {
        throw refuse("A blank, quote, backslash or control character stands in the address");
      }
      Matcher full = WITH_SCHEME.matcher(text);
      String scheme = full.matches() ? full.group(1).toLowerCase(Locale.ROOT) : "";
      checkScheme(scheme, text);
      String rest = scheme.isEmpty() ? text : full.group(2);
      int end = firstOf(rest, "/?#");
      String authority = rest.substring(0, end);
      int at = authority.lastIndexOf('@');
      Auth auth = at < 0 ? Auth.NONE : userInfo(authority.substring(0, at));
      String hostPort = authority.substring(at + 1);
      String path = rest.substring(end, end + firstOf(rest.substring(end), "?#"));
      if (path.isEmpty() && rest.indexOf('@', end) >= 0) {
        // A link has a path before its query: this is a password with a ? or # in it.
        throw BasePaths.misplacedSignIn("behind a ? or #");
      }
      return hostPort.chars().filter(c -> c == ':').count() > 1 && !hostPort.startsWith("[")
          ? bareIpv6(scheme, auth, hostPort, path)
          : named(scheme, auth, hostPort, path);
    }

    private static void checkScheme(String scheme, String text) {
      if (!scheme.isEmpty() && !scheme.equals("http") && !scheme.equals("https")) {
        throw refuse("An address starts with http:// or https://, not with " + scheme + "://");
      }
      if (scheme.isEmpty() && (text.startsWith("/") || HALF_SCHEME.matcher(text).matches())) {
        throw refuse("An address starts with http:// or https://, or with the host's name");
      }
    }

    private static Pasted named(String scheme, Auth auth, String hostPort, String path) {
      Matcher parts = HOST_PORT.matcher(hostPort);
      if (!parts.matches()) {
        throw refuse("The address names no host");
      }
      String host = bare(parts.group(1)).toLowerCase(Locale.ROOT);
      host = parts.group(1).startsWith("[") ? checkedIpv6(host) : checkedName(host);
      return new Pasted(scheme, auth, host, port(parts.group(2)), path);
    }

    private static Pasted bareIpv6(String scheme, Auth auth, String host, String path) {
      if (!host.matches("[0-9A-Fa-f:.]+")) {
        throw refuse("The address has more than one colon behind its host");
      }
      if (host.matches(".*:\\d{4,5}") && host.contains("::")) {
        throw refuse("It isn't clear where the IPv6 address ends and the port starts")
            .hint("Put the IPv6 address in brackets: [::1]:8428.");
      }
      return new Pasted(scheme, auth, checkedIpv6(host.toLowerCase(Locale.ROOT)), -1, path);
    }

    private static String checkedIpv6(String host) {
      return WrittenUri.read("http://[" + host + "]")
          .map(address -> bare(address.getHost()))
          .orElseThrow(() -> refuse(host + " is not an IPv6 address"));
    }

    private static String checkedName(String host) {
      if (host.matches("[0-9.]+") && !IPV4.matcher(host).matches()) {
        throw refuse(host + " is not an IP address");
      }
      String dotless = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
      for (String label : dotless.split("\\.", -1)) {
        if (!NAME.matcher(label).matches()) {
          throw refuse("Not a host's name: " + host);
        }
      }
      if (host.chars().allMatch(c -> c < 128)) {
        return host;
      }
      try {
        // Looked at again: a single letter (U+037A is one) may stand for a blank and another.
        return checkedName(IDN.toASCII(host));
      } catch (IllegalArgumentException notAName) {
        throw refuse("Not a host's name: " + host);
      }
    }

    private static int port(String text) {
      if (text == null) {
        return -1;
      }
      int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
      if (port < 1 || port > 65535) {
        // Not quoted unless a number: it may be the start of a password that holds a slash.
        String given = text.matches("\\d+") ? ", not " + text : "";
        throw refuse("The port must be a number from 1 to 65535" + given);
      }
      return port;
    }

    private static Auth userInfo(String text) {
      int colon = text.indexOf(':');
      String user = colon < 0 ? text : text.substring(0, colon);
      String password = colon < 0 ? "" : text.substring(colon + 1);
      return Auth.basic(decoded(user), decoded(password)).checked();
    }

    private static String decoded(String text) {
      try {
        // A plus sign is itself here, unlike in a form.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException notEncoded) {
        return text;
      }
    }

    private static int firstOf(String text, String ends) {
      int at = 0;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return at;
    }

    private static GatherException refuse(String message) {
      return new GatherException(ErrorCode.INVALID_INPUT, message);
    }
  }
}
