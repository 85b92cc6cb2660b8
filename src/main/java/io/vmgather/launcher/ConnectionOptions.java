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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Option;

/**
 * Where VictoriaMetrics is and how to sign in. Secrets come from the environment, a file or a
 * prompt: an argument can be read by every user of the machine.
 */
final class ConnectionOptions {
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
          "none, basic, bearer, header or oauth2. Default: told from the options and variables below.")
  private String kind;

  @Option(
      names = "--username",
      paramLabel = "NAME",
      defaultValue = "${env:VMGATHER_USERNAME}",
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
      defaultValue = "${env:VMGATHER_TOKEN_URL}",
      description = "Token endpoint for oauth2. Default: $VMGATHER_TOKEN_URL.")
  private String tokenUrl;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      defaultValue = "${env:VMGATHER_CLIENT_ID}",
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
    String password =
        proxyPasswordFile != null
            ? firstLine(proxyPasswordFile)
            : System.getenv("VMGATHER_PROXY_PASSWORD");
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
    String password =
        clientPasswordFile != null
            ? firstLine(clientPasswordFile)
            : System.getenv("VMGATHER_CLIENT_PASSWORD");
    return Certificates.read(clientCertificate, clientKey, password, ca).checked();
  }

  private Auth auth() {
    String chosen = Objects.requireNonNullElseGet(kind, this::impliedKind);
    return switch (chosen) {
      case "basic" ->
          new Auth(
              "basic",
              username,
              secret(passwordFile, "VMGATHER_PASSWORD", "Password of " + username),
              "",
              "",
              "");
      case "bearer" ->
          new Auth("bearer", "", "", secret(tokenFile, "VMGATHER_TOKEN", "Token"), "", "");
      case "header" ->
          new Auth(
              "header",
              "",
              "",
              "",
              headerName,
              secret(headerFile, "VMGATHER_HEADER_VALUE", "Value of the header " + headerName));
      case "oauth2" ->
          Auth.oauth2(
              new OAuth2(
                  tokenUrl,
                  clientId,
                  secret(clientSecretFile, "VMGATHER_CLIENT_SECRET", "Secret of " + clientId),
                  scope));
      default -> new Auth(chosen, "", "", "", "", "");
    };
  }

  private String impliedKind() {
    if (headerName != null) {
      return "header";
    }
    if (tokenFile != null || System.getenv("VMGATHER_TOKEN") != null) {
      return "bearer";
    }
    if (tokenUrl != null && !tokenUrl.isEmpty()) {
      return "oauth2";
    }
    return username != null && !username.isEmpty() ? "basic" : "none";
  }

  private static String secret(Path file, String variable, String prompt) {
    if (file != null) {
      return firstLine(file);
    }
    String value = System.getenv(variable);
    if (value != null) {
      return value;
    }
    return Terminal.askForSecret(prompt).orElseThrow(() -> noSecret(variable));
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
