package io.vmgather.common.settings;

import io.vmgather.common.vm.AllowedTargets;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.Network;
import io.vmgather.common.vm.OutgoingProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the value of a setting may be.
 *
 * @param range in words, to follow "allowed: "
 * @param reader makes a value of a text; any RuntimeException means that the text is none
 */
record SettingKind<T>(String range, Function<String, T> reader) {
  // RFC 9110, 5.6.2
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

  private static final Pattern WEB = Pattern.compile("https?://\\S+");
  // RFC 7518, 3.1
  private static final List<String> SIGNATURES =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  static SettingKind<Mode> mode() {
    return new SettingKind<>(
        "local or server",
        text ->
            Stream.of(Mode.values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  static SettingKind<String> word(String... words) {
    return new SettingKind<>(
        String.join(" or ", words),
        text -> {
          if (!List.of(words).contains(text)) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }

  static SettingKind<Integer> count(int least, int most) {
    return new SettingKind<>(
        least + " to " + most, text -> within(Integer.valueOf(text), least, most));
  }

  /** Bytes. */
  static SettingKind<Long> size(String least, String most) {
    return new SettingKind<>(
        least + " to " + most,
        text -> within(Quantity.bytes(text), Quantity.bytes(least), Quantity.bytes(most)));
  }

  static SettingKind<Duration> time(String least, String most) {
    return new SettingKind<>(
        least + " to " + most,
        text -> within(Quantity.time(text), Quantity.time(least), Quantity.time(most)));
  }

  static SettingKind<Path> folder() {
    return new SettingKind<>(
        "an absolute path",
        text -> {
          Path path = Path.of(text);
          if (!path.isAbsolute()) {
            throw new IllegalArgumentException();
          }
          return path.normalize();
        });
  }

  static SettingKind<List<String>> targets() {
    return new SettingKind<>(
        "hosts (vm.example.com, *.example.com), addresses and networks (10.20.0.0/16),"
            + " separated by commas",
        text -> {
          List<String> rules = list(text);
          AllowedTargets.of(rules, HostResolver.SYSTEM);
          return rules;
        });
  }

  static SettingKind<String> proxy() {
    return new SettingKind<>(
        "http://HOST:PORT or http://USER@HOST:PORT",
        text -> {
          OutgoingProxy.read(text, "", List.of());
          return text;
        });
  }

  static SettingKind<List<Network>> networks() {
    return new SettingKind<>(
        "addresses and networks (10.20.0.0/16), separated by commas",
        text -> list(text).stream().map(Network::parse).toList());
  }

  static SettingKind<List<String>> hosts() {
    return new SettingKind<>(
        "hosts without port, separated by commas",
        text ->
            list(text).stream()
                .map(host -> matching(HOST, host).toLowerCase(Locale.ROOT))
                .toList());
  }

  static SettingKind<String> headerName() {
    return new SettingKind<>("a header's name", text -> matching(TOKEN, text));
  }

  static SettingKind<Boolean> truth() {
    return new SettingKind<>(
        "true or false",
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException();
          }
          return Boolean.valueOf(text);
        });
  }

  static SettingKind<String> text() {
    return new SettingKind<>("a text", Function.identity());
  }

  static SettingKind<String> sign() {
    return new SettingKind<>(
        "one character, but no space", text -> matching(Pattern.compile("\\S"), text));
  }

  static SettingKind<List<String>> names() {
    return new SettingKind<>("names, separated by commas", SettingKind::list);
  }

  static SettingKind<String> addressOrFile() {
    return new SettingKind<>(
        "an https or http address, or a file's absolute path",
        text -> WEB.matcher(text).matches() ? web(text) : file().reader().apply(text));
  }

  /** For a browser: a path of this server, or another server's address. */
  static SettingKind<String> link() {
    return new SettingKind<>(
        "a path that begins with /, or an https or http address",
        text -> text.startsWith("/") && !text.startsWith("//") ? text : web(text));
  }

  static SettingKind<String> file() {
    return new SettingKind<>(
        "a file's absolute path", text -> folder().reader().apply(text).toString());
  }

  /** Only those with a public key: with a shared one, who checks could sign, too. */
  static SettingKind<List<String>> signatures() {
    return new SettingKind<>(
        String.join(", ", SIGNATURES),
        text ->
            list(text).stream()
                .map(
                    name -> {
                      if (!SIGNATURES.contains(name)) {
                        throw new IllegalArgumentException(name);
                      }
                      return name;
                    })
                .toList());
  }

  private static String web(String text) {
    URI address = URI.create(matching(WEB, text));
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static <C extends Comparable<C>> C within(C value, C least, C most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException();
    }
    return value;
  }
}
