package io.vmgather.common.vm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How to sign in. Absent parts are empty strings; the parts are checked by {@link #checked()}, not
 * when made, so that a connection can also be shown without its secrets.
 *
 * @param type {@code none}, {@code basic}, {@code bearer}, {@code header} or {@code oauth2}; empty
 *     means none
 * @param username for {@code basic}
 * @param password for {@code basic}
 * @param token for {@code bearer}
 * @param headerName for {@code header}, such as {@code X-Api-Key}
 * @param headerValue for {@code header}
 * @param oauth2 for {@code oauth2}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Auth(
    @JsonProperty("type") String type,
    @JsonProperty("username") String username,
    @JsonProperty("password") String password,
    @JsonProperty("token") String token,
    @JsonProperty("header_name") String headerName,
    @JsonProperty("header_value") String headerValue,
    @JsonProperty("oauth2") OAuth2 oauth2) {
  /** The kinds of sign-in that {@link #type} may name. */
  public static final List<String> KINDS = List.of("none", "basic", "bearer", "header", "oauth2");

  public static final Auth NONE = new Auth("none", "", "", "", "", "");

  // RFC 9110, 5.6.2: what a header's name may consist of.
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  // The transport owns these; a second value would make the request mean something else.
  private static final Set<String> RESERVED_HEADERS =
      Set.of("host", "content-length", "content-type", "transfer-encoding", "connection", "te");

  public Auth {
    type = type == null || type.isBlank() ? "none" : type.strip().toLowerCase(Locale.ROOT);
    username = orEmpty(username);
    password = orEmpty(password);
    token = orEmpty(token);
    headerName = orEmpty(headerName).strip();
    headerValue = orEmpty(headerValue);
    oauth2 = oauth2 == null ? OAuth2.NONE : oauth2;
  }

  /** Any kind but {@code oauth2}. */
  public Auth(
      String type,
      String username,
      String password,
      String token,
      String headerName,
      String headerValue) {
    this(type, username, password, token, headerName, headerValue, OAuth2.NONE);
  }

  public static Auth oauth2(OAuth2 client) {
    return new Auth("oauth2", "", "", "", "", "", client);
  }

  public static Auth basic(String username, String password) {
    return new Auth("basic", username, password, "", "", "");
  }

  public static Auth bearer(String token) {
    return new Auth("bearer", "", "", token, "", "");
  }

  public static Auth header(String name, String value) {
    return new Auth("header", "", "", "", name, value);
  }

  /** Whether requests go out without any sign-in. */
  public boolean anonymous() {
    return type.equals("none");
  }

  /**
   * This, when a request can be made with it.
   *
   * @throws GatherException INVALID_INPUT at the part that is missing or not allowed
   */
  public Auth checked() {
    switch (type) {
      case "none" -> {}
      case "basic" -> checkBasic();
      case "bearer" -> checkSecret(token, "token", "the bearer token");
      case "header" -> checkHeader();
      case "oauth2" -> oauth2.checked();
      default ->
          throw refuse("type", "Unknown kind of sign-in: " + printable(type))
              .hint("Use one of: " + String.join(", ", KINDS) + ".");
    }
    return this;
  }

  /** The same without password, token and header value: what may be shown. */
  public Auth withoutSecrets() {
    return new Auth(type, username, "", "", headerName, "", oauth2.withoutSecrets());
  }

  /** The header that signs a request in; empty for none, and where a token is fetched first. */
  Optional<Map.Entry<String, String>> requestHeader() {
    return switch (type) {
      case "basic" -> Optional.of(Map.entry("Authorization", "Basic " + basicCredentials()));
      case "bearer" -> Optional.of(Map.entry("Authorization", "Bearer " + token));
      case "header" -> Optional.of(Map.entry(headerName, headerValue));
      default -> Optional.empty();
    };
  }

  /** Every text that must not appear anywhere; longest first, so that replacing leaves no rest. */
  List<String> secrets() {
    String encoded = type.equals("basic") ? basicCredentials() : "";
    return Stream.of(password, token, headerValue, encoded, oauth2.clientSecret())
        .filter(secret -> !secret.isEmpty())
        .sorted((a, b) -> b.length() - a.length())
        .toList();
  }

  @Override
  public String toString() {
    return "Auth[" + printable(type) + "]";
  }

  private String basicCredentials() {
    byte[] plain = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(plain);
  }

  private void checkBasic() {
    if (username.isEmpty()) {
      throw refuse("username", "Basic sign-in needs a user name").hint("Give the user's name.");
    }
    // RFC 7617: the first colon ends the name, so a name that holds one would be read as another.
    if (username.indexOf(':') >= 0) {
      throw refuse("username", "A user name for basic sign-in can't hold a colon");
    }
  }

  private void checkHeader() {
    if (headerName.isEmpty()) {
      throw refuse("header_name", "Sign-in by header needs the header's name")
          .hint("Give a name such as X-Api-Key.");
    }
    if (!HEADER_NAME.matcher(headerName).matches()
        || RESERVED_HEADERS.contains(headerName.toLowerCase(Locale.ROOT))) {
      throw refuse("header_name", "Not a name for a sign-in header: " + printable(headerName))
          .hint("Give a name such as X-Api-Key.");
    }
    checkSecret(headerValue, "header_value", "the header's value");
  }

  private static void checkSecret(String secret, String field, String name) {
    if (secret.isBlank()) {
      throw refuse(field, "Sign-in needs " + name + ", which is empty");
    }
    // A line break would end the header and let the rest pose as further headers.
    if (secret.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw refuse(field, "A line break or a character outside ASCII stands in " + name)
          .hint("Copy it again without the line break at its end.");
    }
  }

  private static GatherException refuse(String part, String message) {
    return new GatherException(ErrorCode.INVALID_INPUT, message).at("connection.auth." + part);
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[^ -~]", "?");
    return clean.length() > 40 ? clean.substring(0, 40) + "…" : clean;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
