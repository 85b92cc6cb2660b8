package io.vmgather.importer.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.StubServer;
import io.vmgather.common.vm.VmClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class TenantHeadersTest {
  /** A gateway that chooses the storage by such a header sees each request, and must know. */
  @Test
  void eachRequestOfTheSearchNamesTheTenant() throws Exception {
    Map<String, String> seen = new ConcurrentHashMap<>();
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) -> {
              var headers = exchange.getRequestHeaders();
              seen.put(
                  asked.path().replaceFirst("\\?.*", ""),
                  headers.getFirst("X-Vm-TenantID")
                      + " "
                      + headers.getFirst("X-Vm-AccountID")
                      + " "
                      + headers.getFirst("AccountID")
                      + " "
                      + headers.getFirst("ProjectID"));
              StubServer.send(exchange, 404, "");
            })) {
      find(to(server.url()));
    }
    assertThat(seen.keySet())
        .anyMatch(path -> path.endsWith("/api/v1/query"))
        .anyMatch(path -> path.endsWith("/api/v1/import"));
    assertThat(seen.values()).containsOnly("42:7 42:7 42 7");
  }

  private static Connection to(String url) {
    return new Connection(url, "", "42:7", false, "", Auth.NONE, false, false);
  }

  private static void find(Connection connection) {
    try {
      new TargetProbe(VmClient.Settings.DEFAULT).find(connection, "");
    } catch (GatherException nothingThere) {
      // What it asked is the question.
    }
  }

  /** Each line would have to name its own: without a word all would go into tenant 0. */
  @Test
  void allTenantsAtOnceAreNoTarget() {
    TargetProbe probe = new TargetProbe(VmClient.Settings.DEFAULT);
    Connection all = Connection.to("http://127.0.0.1:1/insert/multitenant/prometheus");
    assertThatThrownBy(() -> probe.find(all, ""))
        .isInstanceOf(GatherException.class)
        .hasMessage("an import goes into one tenant");
  }

  @Test
  void whatIsNoTenantOfNumbersNamesNone() {
    for (String tenant : List.of("", "multitenant", "7:", "x")) {
      assertThat(TenantHeaders.of(tenant)).isEmpty();
    }
  }
}
