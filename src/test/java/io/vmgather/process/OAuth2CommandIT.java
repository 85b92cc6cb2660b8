package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.LocalEnv;
import io.vmgather.TokenServer;
import io.vmgather.process.Vmgather.Ended;
import io.vmgather.server.Nginx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line signs in with a token that it fetches. */
@Apart
class OAuth2CommandIT {
  private static final LocalEnv ENV = LocalEnv.read();
  private static final String TOKEN_PATH = "/protocol/openid-connect/token";
  private static final String LINE =
      "{\"metric\":{\"__name__\":\"up\",\"run\":\"%s\"},\"values\":[1],\"timestamps\":[1772607600000]}%n";

  @TempDir private Path folder;

  @Test
  void importAndDiscoverFetchTheirToken() throws Exception {
    Path lines =
        Files.writeString(folder.resolve("lines.jsonl"), LINE.formatted(UUID.randomUUID()));
    try (TokenServer tokens = TokenServer.giving(300, ENV.get("VMAUTH_BEARER_TOKEN"))) {
      Vmgather vmgather =
          Vmgather.in(folder)
              .alone()
              .with("VMGATHER_URL", ENV.get("VMAUTH_URL"))
              .with("VMGATHER_CLIENT_SECRET", TokenServer.SECRET);
      String[] client = {"--token-url", tokens.url(), "--client-id", "vmgather"};
      Ended imported =
          vmgather.run("import", lines.toString(), client[0], client[1], client[2], client[3]);
      assertThat(imported.exitCode()).as(imported.err()).isZero();
      Ended discovered =
          vmgather.run("discover", "--last", "5m", client[0], client[1], client[2], client[3]);
      assertThat(discovered.exitCode()).as(discovered.err()).isZero();
      assertThat(tokens.asked).isNotEmpty();
      assertThat(imported.err() + discovered.err() + discovered.out())
          .doesNotContain(TokenServer.SECRET, ENV.get("VMAUTH_BEARER_TOKEN"));
    }
  }

  /** The proxy asks Keycloak whose token it is, at each request. */
  @Test
  void keycloaksTokensOpenWhatIsBehindKeycloak() throws Exception {
    String run = UUID.randomUUID().toString();
    Path lines = Files.writeString(folder.resolve("lines.jsonl"), LINE.formatted(run));
    Path served = Files.createDirectory(folder.resolve("nginx"));
    try (Nginx nginx = Nginx.start(served, askingKeycloak())) {
      Vmgather vmgather =
          Vmgather.in(folder)
              .alone()
              .with("VMGATHER_URL", nginx.address().toString())
              .with("VMGATHER_TOKEN_URL", ENV.get("KEYCLOAK_REALM_URL") + TOKEN_PATH)
              .with("VMGATHER_CLIENT_ID", ENV.get("KEYCLOAK_METRICS_CLIENT"));
      Ended wrong = vmgather.with("VMGATHER_CLIENT_SECRET", "canary-wrong").run(exported(run));
      assertThat(wrong.exitCode()).isNotZero();
      assertThat(wrong.err()).contains("No access token", "secret").doesNotContain("canary");

      vmgather.with("VMGATHER_CLIENT_SECRET", ENV.get("KEYCLOAK_METRICS_SECRET"));
      Ended imported = vmgather.run("import", lines.toString(), "--scope", "openid");
      assertThat(imported.exitCode()).as(imported.err()).isZero();
      Ended exported = vmgather.run(exported(run));
      assertThat(exported.exitCode()).as(exported.err()).isZero();
      assertThat(exported.out()).contains(run, "\"timestamps\":[1772607600000]");
      assertThat(imported.err() + exported.err())
          .doesNotContain(ENV.get("KEYCLOAK_METRICS_SECRET"));

      Ended withoutToken =
          Vmgather.in(folder)
              .alone()
              .with("VMGATHER_URL", nginx.address().toString())
              .run(exported(run));
      assertThat(withoutToken.exitCode()).isNotZero();
      assertThat(withoutToken.err()).contains("401");
    }
  }

  private static String[] exported(String run) {
    return new String[] {
      "export",
      "--scope",
      "openid",
      "--selector",
      "{run=\"" + run + "\"}",
      "--start",
      "2026-03-04T07:00:00Z",
      "--end",
      "2026-03-04T08:00:00Z",
      "--no-obfuscation",
      "--export-stdout"
    };
  }

  private static String askingKeycloak() {
    return """
        location / {
          auth_request /signed-in;
          proxy_pass %s/;
        }
        location = /signed-in {
          internal;
          proxy_pass %s/protocol/openid-connect/userinfo;
          proxy_pass_request_body off;
          proxy_set_header Content-Length "";
        }
        """
        .formatted(ENV.get("SINGLE_URL"), ENV.get("KEYCLOAK_REALM_URL"));
  }
}
