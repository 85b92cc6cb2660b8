package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.Apart;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.VmClient;
import io.vmgather.process.Vmgather.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A VictoriaMetrics that only a client certificate opens, behind a certificate of a company. */
@Apart
class MutualTlsIT {
  @TempDir private static Path files;
  private static MutualTlsServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = MutualTlsServer.start(files);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void pemPkcs12AndEncryptedKeysOpenIt() {
    for (Certificates way :
        new Certificates[] {
          read("client.crt", "client.key", "", "ca.crt"),
          read("client.crt", "sealed.key", MutualTlsServer.PASSWORD, "ca.crt"),
          read("client.p12", null, MutualTlsServer.PASSWORD, "ca.crt")
        }) {
      ProbeResult found = probe(way);
      assertThat(found.success()).as(() -> way + " " + found.error()).isTrue();
      assertThat(found.connection().withoutSecrets().tls()).isEqualTo(Certificates.NONE);
      assertThat(way.toString() + found).doesNotContain("BEGIN", MutualTlsServer.PASSWORD);
    }
  }

  @Test
  void withoutOrWithAnotherAuthoritysCertificateTheSignInIsRefused() {
    ProbeResult none = probe(read(null, null, "", "ca.crt"));
    assertThat(none.error().code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
    assertThat(none.error().hint().orElseThrow()).contains("client certificate");
    assertThat(none.attempts()).hasSize(1);
    ProbeResult other = probe(read("other.crt", "other.key", "", "ca.crt"));
    assertThat(other.error().code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
  }

  @Test
  void authorityOfTheCompanyMustBeGiven() {
    ProbeResult unknown = probe(read("client.crt", "client.key", "", null));
    assertThat(unknown.error().code()).isEqualTo(ErrorCode.UNREACHABLE);
    assertThat(unknown.error().hint().orElseThrow()).contains("--ca");
    ProbeResult other = probe(read("client.crt", "client.key", "", "other.crt"));
    assertThat(other.error()).hasMessageContaining("unknown authority");
  }

  @Test
  void wrongKeysAndPasswordsAreRefusedByNameBeforeAnythingIsSent() {
    refused(read("client.crt", "other.key", "", null), "client_key", "does not belong");
    refused(read("client.crt", "old.key", "", null), "client_key", "EC PRIVATE KEY");
    refused(read("client.crt", "sealed.key", "", null), "client_password", "no password");
    refused(read("client.crt", "sealed.key", "canary-wrong", null), "client_password", "open");
    refused(read("client.p12", null, "canary-wrong", null), "client_password", "open");
    refused(read("client.crt", null, "", null), "client_key", "no private key");
    refused(read("ext", "client.key", "", null), "client_pkcs12", "no PKCS#12");
    refused(read(null, null, "", "ext"), "ca", "no certificate");
  }

  @Test
  void filesOfTheSettingsServeEveryConnectionAndWrongOnesStopTheStart() {
    Map<String, String> given =
        Map.of(
            "vmgather.mode", "local",
            "vmgather.targets.ca", file("ca.crt").toString(),
            "vmgather.targets.client-certificate", file("client.crt").toString(),
            "vmgather.targets.client-key", file("client.key").toString());
    Settings settings = Settings.read(SettingSource.of("option", given));
    VmClient.Settings client = settings.client().with(settings.timeouts(), RetryPolicy.never());
    assertThat(new Probe(client).run(Connection.to(server.url)).success()).isTrue();
    Settings wrong =
        Settings.read(
            SettingSource.of("option", Map.of("vmgather.targets.ca", file("ext").toString())));
    assertThatThrownBy(wrong::client).hasMessageContaining("vmgather.targets");
  }

  @Test
  void certificatesComeInTheJsonOfAConnection() throws Exception {
    Certificates way = read("client.crt", "client.key", "", "ca.crt");
    String json = new ObjectMapper().writeValueAsString(Connection.to(server.url).with(way));
    assertThat(json).contains("\"tls\":{\"client_certificate\":\"-----BEGIN CERT");
    Connection sent = new ObjectMapper().readValue(json, Connection.class);
    assertThat(new Probe().run(sent).success()).isTrue();
  }

  @Test
  void commandLineImportsAndExports() throws Exception {
    String run = UUID.randomUUID().toString();
    Path lines =
        Files.writeString(
            folder.resolve("lines.jsonl"),
            "{\"metric\":{\"__name__\":\"up\",\"job\":\"j\",\"run\":\""
                + run
                + "\"},\"values\":[1],\"timestamps\":[1772607600000]}\n");
    Vmgather vmgather =
        Vmgather.in(folder)
            .alone()
            .with("VMGATHER_URL", server.url)
            .with("VMGATHER_CA", file("ca.crt").toString())
            .with("VMGATHER_CLIENT_PASSWORD", MutualTlsServer.PASSWORD);
    String pkcs12 = file("client.p12").toString();
    Ended imported = vmgather.run("import", lines.toString(), "--client-cert", pkcs12);
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    Ended exported =
        vmgather.run(
            "export",
            "--client-cert",
            file("client.crt").toString(),
            "--client-key",
            file("sealed.key").toString(),
            "--selector",
            "{run=\"" + run + "\"}",
            "--start",
            "2026-03-04T07:00:00Z",
            "--end",
            "2026-03-04T08:00:00Z",
            "--no-obfuscation",
            "--export-stdout");
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(exported.out()).contains(run).contains("\"timestamps\":[1772607600000]");
    assertThat(imported.err() + exported.err()).doesNotContain(MutualTlsServer.PASSWORD);
  }

  private static void refused(Certificates way, String part, String words) {
    assertThatThrownBy(() -> probe(way))
        .isInstanceOf(GatherException.class)
        .hasMessageContaining(words)
        .satisfies(
            failure ->
                assertThat(((GatherException) failure).field()).contains("connection.tls." + part))
        .message()
        .doesNotContain("canary");
  }

  private static ProbeResult probe(Certificates way) {
    return new Probe().run(Connection.to(server.url).with(way));
  }

  private static Certificates read(String certificate, String key, String password, String ca) {
    return Certificates.read(file(certificate), file(key), password, file(ca));
  }

  private static Path file(String name) {
    return name == null ? null : server.file(name);
  }
}
