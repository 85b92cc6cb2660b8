package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "vm                                       | http://vm           | ''",
        "vm:8428                                  | http://vm:8428      | ''",
        "b\u00fccher.example                      | http://xn--bcher-kva.example | ''",
        "  http://vm:8428/  | http://vm:8428 | ''",
        "HTTPS://VM.Example.com                   | https://vm.example.com | ''",
        "vm:443                                   | https://vm:443      | ''",
        "[::1]:8428                               | http://[::1]:8428   | ''",
        "fe80::7                                  | http://[fe80::7]    | ''",
        "http://vm:8428/prometheus                | http://vm:8428      | /prometheus",
        "http://vm:8428/prometheus/graph?g0=up    | http://vm:8428      | /prometheus",
        "http://vm:8428/vmui/?#/?g0.expr=up       | http://vm:8428      | ''",
        "http://vm:8428/api/v1/query?query=up     | http://vm:8428      | ''",
        "http://vm:8428/metrics                   | http://vm:8428      | ''",
        "http://vm:8428//health                   | http://vm:8428      | ''",
        "vm:8481/select/0                         | http://vm:8481      | /select/0/prometheus",
        "vm:8481/select/0/vmui/                   | http://vm:8481      | /select/0/prometheus",
        "vm:8481/select/0/prometheus/vmui/#/x     | http://vm:8481      | /select/0/prometheus",
        "vm:8481/select/1011:7/prometheus         | http://vm:8481      | /select/1011:7/prometheus",
        "vm:8481/select/multitenant/prometheus    | http://vm:8481 | /select/multitenant/prometheus",
        "vm:8480/insert/5/prometheus/api/v1/write | http://vm:8480      | /select/5/prometheus",
        "vm/proxy/select/5/prometheus/api/v1/export | http://vm    | /proxy/select/5/prometheus",
        "vm:8481/admin/tenants                    | http://vm:8481      | /select/0/prometheus",
        "https://m.example/1011                   | https://m.example   | /1011/prometheus",
        "https://m.example/1011/rw/prometheus     | https://m.example   | /1011/rw/prometheus",
        "https://m.example/1011/prometheus        | https://m.example   | /1011/prometheus",
        "https://m.example/r/prometheus           | https://m.example   | /r/prometheus",
        "https://m.example/rw                     | https://m.example   | /rw/prometheus",
        "https://g/api/datasources/proxy/7/api/v1/query | https://g    | /api/datasources/proxy/7",
        "https://g/api/datasources/proxy/uid/x_Y-1 | https://g | /api/datasources/proxy/uid/x_Y-1",
        "https://g/api/datasources/uid/x/resources | https://g   | /api/datasources/proxy/uid/x",
        "https://g/g/connections/datasources/edit/ab | https://g | /g/api/datasources/proxy/uid/ab",
        "http://vm/monitoring/vm                  | http://vm           | /monitoring/vm",
        "http://vm/monitoring/vm/vmui/#/          | http://vm           | /monitoring/vm",
      })
  void pastedFormsAreRead(String pasted, String origin, String firstPath) {
    Address address = Address.read(Connection.to(pasted));
    assertThat(address.origins().get(0)).isEqualTo(URI.create(origin));
    assertThat(address.basePaths().get(0)).isEqualTo(firstPath);
  }

  @Test
  void candidatesOfABareHostGoFromTheSingleNodeToTheCluster() {
    assertThat(Address.read(Connection.to("vm")).basePaths())
        .containsExactly("", "/prometheus", "/select/0/prometheus");
  }

  @Test
  void aTenantAloneMayBeManagedOrACluster() {
    assertThat(Address.read(Connection.to("vm/1011")).basePaths())
        .containsExactly(
            "/1011/prometheus", "/1011/rw/prometheus", "/select/1011/prometheus", "/1011");
  }

  @Test
  void tenantOfTheFormIsNeverDropped() {
    assertThat(Address.read(form("vm", "", "1011:7", false, "")).basePaths())
        .containsExactly(
            "/select/1011:7/prometheus", "/1011:7/prometheus", "/1011:7/rw/prometheus");
    assertThat(Address.read(form("vm", "", "1011", false, "http://vm")).basePaths())
        .doesNotContain("", "/prometheus");
  }

  @Test
  void defaultTenantMayBeASingleNode() {
    assertThat(Address.read(form("vm", "", "0", false, "")).basePaths())
        .startsWith("/select/0/prometheus")
        .contains("");
  }

  @Test
  void multitenantWithoutATenantReadsAll() {
    assertThat(Address.read(form("vm", "", "", true, "")).basePaths())
        .startsWith("/select/multitenant/prometheus");
  }

  @Test
  void twoTenantsAreRefused() {
    GatherException refused = refused(form("vm/select/0", "", "7", false, ""));
    assertThat(refused.field()).contains("connection.tenant_id");
    assertThat(Address.read(form("vm/select/7", "", "7:0", false, "")).tenant()).isEqualTo("7");
  }

  @Test
  void resolvedAddressIsTakenAsItIs() {
    Connection resolved =
        form("vm", "", "", true, "").resolvedTo("http://vm:80", "", "", Auth.NONE);
    assertThat(Address.read(resolved).basePaths().get(0)).isEmpty();
    Connection managed =
        Connection.to("vm").resolvedTo("http://vm", "/1011/rw/prometheus", "1011", Auth.NONE);
    assertThat(Address.read(managed).basePaths().get(0)).isEqualTo("/1011/rw/prometheus");
    assertThat(Address.read(form("", "", "", false, "http://vm:1/x")).basePaths().get(0))
        .isEqualTo("/x");
  }

  @Test
  void fullAddressOfAnotherServerIsRefused() {
    assertThat(refused(form("http://vm", "", "", false, "http://other")).field())
        .contains("connection.full_api_url");
  }

  @Test
  void userInfoBecomesBasicSignInAndIsSeenNowhere() {
    Address address = Address.read(Connection.to("https://us%65r:p%40ss+%2F@vm/x"));
    assertThat(address.auth()).isEqualTo(Auth.basic("user", "p@ss+/"));
    assertThat(address.toString()).isEqualTo("Address[https://vm/x]");
    Connection both = Connection.to("https://a:b@vm").with(Auth.bearer("t"));
    assertThat(Address.read(both).auth()).isEqualTo(Auth.bearer("t"));
  }

  @Test
  void signInToARemoteHostTriesTlsFirst() {
    Connection remote = Connection.to("vm.example:8428").with(Auth.bearer("t"));
    assertThat(Address.read(remote).origins().get(0)).hasScheme("https");
    Connection local = Connection.to("127.0.0.1:8428").with(Auth.bearer("t"));
    assertThat(Address.read(local).origins().get(0)).hasScheme("http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "htpp://vm",
        "http//vm",
        "http:/vm",
        "http:vm",
        "//vm",
        "/select/0",
        "http://",
        "http://:8428",
        "vm:",
        "vm:0",
        "vm:65536",
        "vm:84z8",
        "vm:8428:1",
        "http://v m",
        "vm\u0001",
        "10.20.0.300:8428",
        "10.20.0",
        "vm..example",
        "-vm",
        "vm-",
        "[::1",
        "::1:8428",
        "::8004848127.",
        "\u037a0",
        "\uff11\uff12\uff17.1",
        "a,b",
        "vm/../x",
        "ftp://vm",
        "vm\\x",
        "http://a%20b",
        "javascript:alert(1)"
      })
  void typosAreRefusedWithAnExample(String typo) {
    GatherException refused = refused(Connection.to(typo));
    assertThat(refused.field()).contains("connection.url");
  }

  @Test
  void refusalShowsAGoodAddress() {
    assertThat(refused(Connection.to("htpp://vm")).hint().orElseThrow())
        .contains("http://10.20.0.21:8428");
  }

  @Test
  void refusalOfATypoDoesNotQuoteThePassword() {
    for (String typo :
        new String[] {
          "http://u:canary@",
          "u:canary@vm:x",
          "htpp://u:canary@vm",
          "vm:canary/x@vm",
          "p/.u:canary@vm:8481/select/0/vmui/",
          "http://u:12/canary@vm",
          "http://u:12?canary@vm",
          "u:12#canary@vm/x",
          "https://vm/canary@x/vmui/"
        }) {
      assertThat(refused(Connection.to(typo)).getMessage()).doesNotContain("canary");
    }
  }

  @Test
  void signInInABasePathIsRefusedAndNotShown() {
    Connection connection = form("vm", "/u:canary@vm/prometheus", "", false, "");
    assertThat(refused(connection).field()).contains("connection.api_base_path");
    assertThat(connection.toString()).doesNotContain("canary");
    assertThat(connection.withoutSecrets().apiBasePath()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vm/a%40b", "vm/vmui/?#/?g0.expr=up@end()", "vm:8428/?x=a@b"})
  void signsThatEndNoSignInAreLeftAlone(String pasted) {
    assertThat(Address.read(Connection.to(pasted)).host()).isEqualTo("vm");
  }

  @Test
  void loopbackIsKnownByName() {
    for (String host : new String[] {"localhost", "127.0.0.1", "127.9.9.9", "::1", "x.localhost"}) {
      assertThat(Address.isLoopback(host)).as(host).isTrue();
    }
    for (String host : new String[] {"127.evil.example", "localhost.example", "10.0.0.1"}) {
      assertThat(Address.isLoopback(host)).as(host).isFalse();
    }
  }

  private static Connection form(
      String url, String basePath, String tenant, boolean multitenant, String full) {
    return new Connection(url, basePath, tenant, multitenant, full, Auth.NONE, false, false);
  }

  private static GatherException refused(Connection connection) {
    GatherException refused =
        catchThrowableOfType(GatherException.class, () -> Address.read(connection));
    assertThat(refused).as(connection.toString()).isNotNull();
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    return refused;
  }
}
