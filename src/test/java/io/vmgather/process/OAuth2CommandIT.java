package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.LocalEnv;
import io.vmgather.TokenServer;
import io.vmgather.process.Vmgather.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line signs in with a token that it fetches. */
class OAuth2CommandIT {
  private static final LocalEnv ENV = LocalEnv.read();

  @TempDir private Path folder;

  @Test
  void importAndDiscoverFetchTheirToken() throws Exception {
    String line =
        "{\"metric\":{\"__name__\":\"up\",\"run\":\"%s\"},\"values\":[1],\"timestamps\":[1772607600000]}%n";
    Path lines =
        Files.writeString(folder.resolve("lines.jsonl"), line.formatted(UUID.randomUUID()));
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
}
