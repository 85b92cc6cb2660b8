package io.vmgather.importer.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.VmServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Faults;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetIT {
  private static Target find(Connection connection) {
    return new TargetProbe(VmClient.Settings.DEFAULT).find(connection, "");
  }

  private static TargetLimits limits(Target target) {
    try (VmClient reader = target.reader(VmClient.Settings.DEFAULT)) {
      return TargetLimits.ask(reader);
    }
  }

  @Test
  void eachFlavoursInsertAndSelectPathsAreFound() {
    assertPaths(TestServers.to("SINGLE"), "", "");
    assertPaths(TestServers.to("NGINX"), "/monitoring/vm", "/monitoring/vm");
    assertPaths(TestServers.vmauthBasic(), "", "");
    assertPaths(
        TestServers.to("CLUSTER_SELECT_1011"),
        "/insert/1011/prometheus",
        "/select/1011/prometheus");
    assertPaths(TestServers.to("CLUSTER_INSERT_0"), "/insert/0/prometheus", "/select/0/prometheus");
    assertPaths(TestServers.tenant("1011"), "/insert/1011/prometheus", "/select/1011/prometheus");
    assertPaths(TestServers.to("MANAGED"), "/1011/rw/prometheus", "/1011/rw/prometheus");
  }

  private static void assertPaths(Connection connection, String insert, String select) {
    Target target = find(connection);
    assertThat(target.insertPath()).isEqualTo(insert);
    assertThat(target.selectPath()).isEqualTo(select);
  }

  @Test
  void limitsComeFromTheServersOwnMetrics(@TempDir Path folder) {
    try (VmServer server =
        VmServer.start(
            folder,
            "-retentionPeriod=7d",
            "-maxLabelsPerTimeseries=12",
            "-dedup.minScrapeInterval=10s")) {
      TargetLimits limits = limits(find(Connection.to(server.url())));
      assertThat(limits.retention()).isEqualTo("7d");
      assertThat(limits.retentionMillis()).isEqualTo(7L * 24 * 3600 * 1000);
      assertThat(limits.retentionSource()).isEqualTo(FlagSource.METRICS);
      assertThat(limits.maxLabels()).isEqualTo(12);
      assertThat(limits.maxLabelsSource()).isEqualTo(FlagSource.METRICS);
      assertThat(limits.dedupMillis()).isEqualTo(10_000);
      assertThat(limits.futureMillis()).isEqualTo(2L * 24 * 3600 * 1000);
    }
  }

  @Test
  void limitsBehindAManagedPathAreUnknownUnlessScraped() {
    TargetLimits limits = limits(find(TestServers.to("MANAGED")));
    assertThat(limits.retentionSource()).isIn(FlagSource.UNKNOWN, FlagSource.PROMQL);
    assertThat(limits.maxLabels()).isEqualTo(40);
  }

  @Test
  void targetThatIsBusyForAMomentIsCountedAfterwardsAndABusyOneIsNotSentTo() throws Exception {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port).at(asked -> asked.contains("query=now()"))) {
      Faults.STATUS_503.spoil(proxy, 1);
      assertThat(find(Connection.to(proxy.url())).readable()).isTrue();
      assertThat(proxy.wasHit()).isTrue();
      Faults.STATUS_503.spoil(proxy, Integer.MAX_VALUE);
      assertThatThrownBy(() -> find(Connection.to(proxy.url())))
          .isInstanceOfSatisfying(
              GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    }
  }

  @Test
  void wrongPasswordAndDeadHostAreToldApart() {
    Connection wrong = TestServers.vmauthBasic().with(Auth.basic("support", "not-this-one"));
    assertThatThrownBy(() -> find(wrong))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED));
    assertThatThrownBy(() -> find(Connection.to("http://127.0.0.1:1")))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
  }
}
