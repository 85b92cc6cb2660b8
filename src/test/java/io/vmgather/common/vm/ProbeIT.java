package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.LocalEnv;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProbeIT {
  private final LocalEnv env = LocalEnv.read();

  @Test
  void singleNodeIsFoundFromItsPage() {
    String page = env.get("SINGLE_URL").replace("http://", "") + "/vmui/?#/?g0.expr=up";
    ProbeResult found = probe(Connection.to(page));
    assertThat(found.flavour()).isEqualTo("VictoriaMetrics single");
    assertThat(found.components()).contains("victoria-metrics");
    assertThat(found.connection().apiBasePath()).isEmpty();
  }

  @Test
  void clusterIsFoundFromItsRootAndByTenant() {
    ProbeResult root = probe(Connection.to(env.get("CLUSTER_URL")));
    assertThat(root.connection().apiBasePath()).isEqualTo("/select/0/prometheus");
    assertThat(root.attempts()).hasSizeGreaterThan(1);
    ProbeResult tenant = probe(form(env.get("CLUSTER_URL"), "1011"));
    assertThat(tenant.connection().fullApiUrl()).isEqualTo(env.get("CLUSTER_SELECT_1011_URL"));
    assertThat(tenant.flavour()).isEqualTo("cluster");
    ProbeResult all = probe(Connection.to(env.get("CLUSTER_SELECT_MULTITENANT_URL")));
    assertThat(all.success()).isTrue();
  }

  @Test
  void managedEndpointAnswersWithItsTokenAndHasNoExport() {
    Connection managed =
        Connection.to(env.get("MANAGED_URL")).with(Auth.bearer(env.get("MANAGED_BEARER_TOKEN")));
    ProbeResult found = probe(managed);
    assertThat(found.flavour()).isEqualTo("managed");
    try (VmClient client = VmClient.open(found.connection())) {
      Params up = Params.of("match[]", "up");
      GatherException missing =
          catchThrowableOfType(GatherException.class, () -> client.open("/api/v1/export", up));
      assertThat(missing.code()).isEqualTo(ErrorCode.ROUTE_MISSING);
      String path = client.basePath().replace("/rw/", "/");
      try (OpenAnswer answer = client.withBasePath(path).open("/api/v1/export", up)) {
        assertThat(answer.body()).isNotEmpty();
      }
    }
  }

  @Test
  void vmauthTakesBasicAndBearerAndCredentialsInTheAddress() {
    String url = env.get("VMAUTH_URL");
    String user = env.get("VMAUTH_BASIC_USER");
    String password = env.get("VMAUTH_BASIC_PASSWORD");
    assertThat(probe(Connection.to(url).with(Auth.basic(user, password))).success()).isTrue();
    String inside = url.replace("://", "://" + user + ":" + password + "@");
    ProbeResult byAddress = probe(Connection.to(inside));
    assertThat(byAddress.success()).isTrue();
    assertThat(byAddress.toString()).doesNotContain(password);
    Auth bearer = Auth.bearer(env.get("VMAUTH_BEARER_TOKEN"));
    assertThat(probe(Connection.to(url).with(bearer)).flavour()).isEqualTo("vmauth");
  }

  @Test
  void wrongPasswordIsTriedOnce() {
    ProbeResult refused =
        probe(Connection.to(env.get("VMAUTH_URL")).with(Auth.basic("support", "wrong-canary")));
    assertThat(refused.error().code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
    assertThat(refused.attempts()).hasSize(1);
    assertThat(refused.toString()).doesNotContain("wrong-canary");
  }

  @Test
  void selfSignedCertificateIsRefusedUnlessSkipped() {
    String url = env.get("TLS_URL");
    ProbeResult refused = probe(Connection.to(url));
    assertThat(refused.error().code()).isEqualTo(ErrorCode.UNREACHABLE);
    assertThat(refused.error()).hasMessageContaining("self-signed");
    Connection any = new Connection(url, "", "", false, "", Auth.NONE, true, false);
    assertThat(probe(any).warnings()).anyMatch(warning -> warning.contains("not checked"));
    ProbeResult plain = probe(Connection.to(url.replace("https:", "http:")));
    assertThat(plain.error()).hasMessageContaining("wants HTTPS");
    ProbeResult tls = probe(Connection.to(env.get("SINGLE_URL").replace("http:", "https:")));
    assertThat(tls.error()).hasMessageContaining("does not speak TLS");
  }

  @Test
  void subPathBehindNginxIsKept() {
    ProbeResult found = probe(Connection.to(env.get("NGINX_URL") + "/vmui/#/"));
    assertThat(found.connection().fullApiUrl()).isEqualTo(env.get("NGINX_URL"));
    assertThat(found.flavour()).isEqualTo("VictoriaMetrics single");
  }

  @Test
  void exportStreamsLines() throws IOException {
    try (VmClient client = VmClient.open(Connection.to(env.get("SINGLE_URL")));
        OpenAnswer answer = client.open("/api/v1/export", Params.of("match[]", "up"))) {
      assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("{\"metric\":{\"__name__\":\"up\"")
          .endsWith("]}\n");
    }
  }

  private static ProbeResult probe(Connection connection) {
    return new Probe().run(connection);
  }

  private static Connection form(String url, String tenant) {
    return new Connection(url, "", tenant, true, "", Auth.NONE, false, false);
  }
}
