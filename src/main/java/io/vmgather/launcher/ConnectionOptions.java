package io.vmgather.launcher;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.OAuth2;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/**
 * Where VictoriaMetrics is and how to sign in. Secrets come from the environment, a file or a
 * prompt: an argument can be read by every user of the machine.
 */
final class ConnectionOptions {
  private static final Pattern USER_IN_URL =
      Pattern.compile("^(?:https?://)?([^/?#@:]+)(:[^/?#@]*)?@", Pattern.CASE_INSENSITIVE);

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:VMGATHER_URL}",
      description =
          "Address of VictoriaMetrics in any form you have at hand: host:port, /select/0, vmui, a"
              + " Grafana data source. Default: $VMGATHER_URL.")
  private String url;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "Tenant of a cluster: accountID, accountID:projectID or multitenant.")
  private String tenant;

  @Option(
      names = "--auth",
      paramLabel = "KIND",
      description =
          "none, basic, bearer, header or oauth2. Default: told from the options below, else from the"
              + " variables.")
  private String kind;

  @Option(
      names = "--username",
      paramLabel = "NAME",
      description = "User for basic. Default: $VMGATHER_USERNAME.")
  private String username;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with the password for basic. Else $VMGATHER_PASSWORD, else a prompt.")
  private Path passwordFile;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the token for bearer. Else $VMGATHER_TOKEN, else a prompt.")
  private Path tokenFile;

  @Option(names = "--header", paramLabel = "NAME", description = "Name of the header for header.")
  private String headerName;

  @Option(
      names = "--header-file",
      paramLabel = "FILE",
      description = "File with that header's value. Else $VMGATHER_HEADER_VALUE, else a prompt.")
  private Path headerFile;

  @Option(
      names = "--token-url",
      paramLabel = "URL",
      description = "Token endpoint for oauth2. Default: $VMGATHER_TOKEN_URL.")
  private String tokenUrl;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "Client for oauth2. Default: $VMGATHER_CLIENT_ID.")
  private String clientId;

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      description = "File with the secret for oauth2. Else $VMGATHER_CLIENT_SECRET, else a prompt.")
  private Path clientSecretFile;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "Scope for oauth2, several in quotes. Default: none.")
  private String scope;

  @Option(
      names = "--skip-tls-verify",
      description = "Accept any certificate. Whoever is in between can then read and change all.")
  private boolean skipTlsVerify;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:VMGATHER_CA}",
      description =
          "Certificates (PEM) of authorities to trust beside Java's own. Default: $VMGATHER_CA.")
  private Path ca;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      defaultValue = "${env:VMGATHER_CLIENT_CERT}",
      description =
          "Client certificate: PEM, or PKCS#12 with its key. Default: $VMGATHER_CLIENT_CERT.")
  private Path clientCertificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      defaultValue = "${env:VMGATHER_CLIENT_KEY}",
      description = "Its private key: PEM, PKCS#8. Default: $VMGATHER_CLIENT_KEY.")
  private Path clientKey;

  @Option(
      names = "--client-password-file",
      paramLabel = "FILE",
      description =
          "File with the password of that key or PKCS#12 file. Else $VMGATHER_CLIENT_PASSWORD.")
  private Path clientPasswordFile;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      defaultValue = "${env:VMGATHER_PROXY}",
      description =
          "HTTP proxy on the way: http://host:port or http://user@host:port. Default:"
              + " $VMGATHER_PROXY.")
  private String proxy;

  @Option(
      names = "--proxy-password-file",
      paramLabel = "FILE",
      description = "File with that user's password. Else $VMGATHER_PROXY_PASSWORD.")
  private Path proxyPasswordFile;

  @Option(
      names = "--proxy-except",
      paramLabel = "HOST",
      split = ",",
      defaultValue = "${env:VMGATHER_PROXY_EXCEPT:-localhost,127.0.0.0/8,::1}",
      description =
          "Hosts that are connected to without the proxy: names, *.example.com, addresses,"
              + " networks. Default: $VMGATHER_PROXY_EXCEPT, else this machine.")
  private List<String> proxyExcept = OutgoingProxy.THIS_MACHINE;

  /** How to get there, beside where it is. */
  VmClient.Settings client() {
    String password = firstLineOr(proxyPasswordFile, "VMGATHER_PROXY_PASSWORD");
    return VmClient.Settings.through(OutgoingProxy.read(proxy, password, proxyExcept));
  }

  Connection connection() {
    if (url == null || url.isBlank()) {
      throw Usage.wrong("there is no address", "Give --url URL, or set VMGATHER_URL.");
    }
    boolean multitenant = "multitenant".equals(tenant);
    return new Connection(
            url, "", multitenant ? "" : tenant, multitenant, "", auth(), skipTlsVerify, false)
        .with(certificates());
  }

  private Certificates certificates() {
    String password = firstLineOr(clientPasswordFile, "VMGATHER_CLIENT_PASSWORD");
    return Certificates.read(clientCertificate, clientKey, password, ca).checked();
  }

  private Auth auth() {
    String chosen = Objects.requireNonNullElseGet(kind, this::impliedKind);
    return switch (chosen) {
      case "basic" -> {
        String user = given(username, "VMGATHER_USERNAME").or(this::userOfUrl).orElse("");
        yield Auth.basic(user, secret(passwordFile, "VMGATHER_PASSWORD", "Password of " + user));
      }
      case "bearer" -> Auth.bearer(secret(tokenFile, "VMGATHER_TOKEN", "Token"));
      case "header" ->
          Auth.header(
              headerName,
              secret(headerFile, "VMGATHER_HEADER_VALUE", "Value of the header " + headerName));
      case "oauth2" -> {
        String client = given(clientId, "VMGATHER_CLIENT_ID").orElse("");
        yield Auth.oauth2(
            new OAuth2(
                given(tokenUrl, "VMGATHER_TOKEN_URL").orElse(""),
                client,
                secret(clientSecretFile, "VMGATHER_CLIENT_SECRET", "Secret of " + client),
                scope));
      }
      default -> new Auth(chosen, "", "", "", "", "");
    };
  }

  /** By what the command says itself; the variables may be of another server. */
  private String impliedKind() {
    if (headerName != null || headerFile != null) {
      return "header";
    }
    if (tokenFile != null) {
      return "bearer";
    }
    if (tokenUrl != null || clientId != null || clientSecretFile != null) {
      return "oauth2";
    }
    if (username != null || passwordFile != null) {
      return "basic";
    }
    return userOfUrl().isPresent() ? kindOfUrl() : kindOfVariables();
  }

  /** A user alone wants the password that is at hand; with one in the address it is complete. */
  private String kindOfUrl() {
    return variable("VMGATHER_PASSWORD").isPresent() && !passwordInUrl() ? "basic" : "none";
  }

  private static String kindOfVariables() {
    if (variable("VMGATHER_TOKEN").isPresent()) {
      return "bearer";
    }
    if (variable("VMGATHER_TOKEN_URL").isPresent()) {
      return "oauth2";
    }
    return variable("VMGATHER_USERNAME").isPresent() ? "basic" : "none";
  }

  private Optional<String> userOfUrl() {
    Matcher user = USER_IN_URL.matcher(url.strip());
    return user.find() ? Optional.of(decoded(user.group(1))) : Optional.empty();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  private boolean passwordInUrl() {
    Matcher user = USER_IN_URL.matcher(url.strip());
    return user.find() && user.group(2) != null;
  }

  private static Optional<String> given(String option, String variable) {
    return option == null ? variable(variable) : Optional.of(option);
  }

  /** An empty one counts as not set. */
  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }

  private static String secret(Path file, String variable, String prompt) {
    if (file != null) {
      return firstLine(file);
    }
    return variable(variable)
        .or(() -> Terminal.askForSecret(prompt))
        .orElseThrow(() -> noSecret(variable));
  }

  private static String firstLineOr(Path file, String variable) {
    return file != null ? firstLine(file) : System.getenv(variable);
  }

  private static GatherException noSecret(String variable) {
    return new GatherException(ErrorCode.INVALID_INPUT, "there is no secret to sign in with")
        .hint("Name a file that holds it, or set " + variable + ".");
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new GatherException(
          ErrorCode.FILE_ACCESS, "the secret's file " + file + " can't be read", e);
    }
  }
}
