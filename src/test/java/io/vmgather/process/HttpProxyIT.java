package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.LocalEnv;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.VmClient;
import io.vmgather.process.Vmgather.Ended;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's way out: VictoriaMetrics is reached through an HTTP proxy that wants a sign-in. */
@Apart
class HttpProxyIT {
  private static final String SINGLE = LocalEnv.read().get("SINGLE_URL");
  private static final String NOT_EXCEPTED = "other.example";

  @TempDir private static Path files;
  private static HttpProxy proxy;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    proxy = HttpProxy.start(files);
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @Test
  void commandsExportImportAndDiscoverThroughIt() throws Exception {
    String run = UUID.randomUUID().toString();
    String line =
        "{\"metric\":{\"__name__\":\"up\",\"run\":\"%s\"},\"values\":[1,2.5],\"timestamps\":[1772607600000,1772607615000]}%n";
    Path lines = Files.writeString(folder.resolve("lines.jsonl"), line.formatted(run));
    Path password = Files.writeString(folder.resolve("password"), HttpProxy.PASSWORD + "\n");
    Vmgather vmgather =
        Vmgather.in(folder)
            .alone()
            .with("VMGATHER_URL", SINGLE)
            .with("VMGATHER_PROXY", proxy.url())
            .with("VMGATHER_PROXY_EXCEPT", NOT_EXCEPTED);
    String[] sign = {"--proxy-password-file", password.toString()};
    Ended imported = vmgather.run("import", lines.toString(), sign[0], sign[1]);
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    Ended exported =
        vmgather.run(
            "export",
            "--selector",
            "{run=\"" + run + "\"}",
            "--start=2026-03-04T00:00:00Z",
            "--end=2026-03-05T00:00:00Z",
            "--no-obfuscation",
            "--export-stdout",
            sign[0],
            sign[1]);
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(exported.out())
        .contains(run, "\"values\":[1,2.5]", "\"timestamps\":[1772607600000,1772607615000]");
    Ended discovered = vmgather.run("discover", "--last", "5m", sign[0], sign[1]);
    assertThat(discovered.exitCode()).as(discovered.err()).isZero();
    URI single = URI.create(SINGLE);
    assertThat(proxy.log())
        .contains("/api/v1/import", "/api/v1/export")
        .contains(single.getHost() + ":" + single.getPort());
    assertThat(imported.err() + exported.err() + discovered.err() + discovered.out())
        .doesNotContain(HttpProxy.PASSWORD);

    String description =
        "{\"connection\":{\"url\":\"%s\"},\"time_range\":{\"start\":\"2026-03-04T00:00:00Z\",\"end\":\"2026-03-05T00:00:00Z\"},\"mode\":\"custom\",\"query\":\"{run=\\\"%s\\\"}\"}";
    String before = proxy.log();
    Ended oneshot =
        vmgather
            .with("VMGATHER_PROXY_PASSWORD", HttpProxy.PASSWORD)
            .stdin(description.formatted(SINGLE, run))
            .run("-oneshot", "-oneshot-config", "-", "-export-stdout");
    assertThat(oneshot.exitCode()).as(oneshot.err()).isZero();
    assertThat(oneshot.out()).contains(run);
    assertThat(proxy.log().substring(before.length())).contains("/api/v1/export");

    Ended refused = vmgather.with("VMGATHER_PROXY_PASSWORD", "").run("discover", "--last", "5m");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains(proxy.address, "--proxy-password-file");
  }

  @Test
  void tlsGoesThroughATunnelThatShowsTheHostAlone() throws Exception {
    try (MutualTlsServer server = MutualTlsServer.start(folder)) {
      Certificates certificates =
          Certificates.read(
              server.file("client.crt"), server.file("client.key"), "", server.file("ca.crt"));
      Connection connection = Connection.to(server.url).with(certificates);
      ProbeResult found = new Probe(client(HttpProxy.PASSWORD)).run(connection);
      assertThat(found.success()).as(() -> String.valueOf(found.error())).isTrue();
      assertThat(proxy.log())
          .contains("CONNECT " + URI.create(server.url).getAuthority())
          .doesNotContain(URI.create(server.url).getAuthority() + "/");
      ProbeResult refused = new Probe(client("canary-wrong")).run(connection);
      assertThat(refused.error().code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(refused.error().hint().orElseThrow()).contains("--proxy-password-file");
      assertThat(refused.error()).message().contains(proxy.address).doesNotContain("canary");
    }
  }

  @Test
  void whatIsExceptedGoesStraightAndADeadProxyIsNamed() throws Exception {
    String before = proxy.log();
    VmClient.Settings straight =
        VmClient.Settings.through(
            OutgoingProxy.read(proxy.url(), "canary-wrong", List.of("127.0.0.0/8")));
    assertThat(new Probe(straight).run(Connection.to(SINGLE)).success()).isTrue();
    assertThat(proxy.log()).isEqualTo(before);

    VmClient.Settings dead =
        VmClient.Settings.through(OutgoingProxy.read("http://127.0.0.1:1", "", List.of()));
    ProbeResult lost = new Probe(dead).run(Connection.to(SINGLE));
    assertThat(lost.error().code()).isEqualTo(ErrorCode.UNREACHABLE);
    assertThat(lost.error()).hasMessageContaining("proxy is not reached");
    assertThat(lost.error().hint().orElseThrow()).contains("vmgather.targets.proxy");
  }

  @Test
  void onAServerItLeadsToListedTargetsOnly() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), HttpProxy.PASSWORD);
    Map<String, String> given = new HashMap<>();
    given.put("vmgather.mode", "server");
    given.put("vmgather.targets.proxy", proxy.url());
    given.put("vmgather.targets.proxy-password-file", password.toString());
    given.put("vmgather.targets.proxy-except", NOT_EXCEPTED);
    given.put("vmgather.targets.allow", "127.0.0.1,*.vm.example");
    VmClient.Settings client = Settings.read(SettingSource.of("option", given)).client();
    assertThat(new Probe(client).run(Connection.to(SINGLE)).success()).isTrue();

    String before = proxy.log();
    int port = URI.create(SINGLE).getPort();
    // The proxy would look it up itself, and find what is on the list.
    for (String target : List.of("localhost", "127.0.0.2", "169.254.169.254", "vm.other.example")) {
      ProbeResult refused = new Probe(client).run(Connection.to("http://" + target + ":" + port));
      assertThat(refused.error().code()).as(target).isEqualTo(ErrorCode.FORBIDDEN);
    }
    assertThat(proxy.log()).isEqualTo(before);
  }

  private static VmClient.Settings client(String password) {
    return VmClient.Settings.through(OutgoingProxy.read(proxy.url(), password, List.of()));
  }
}
