package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exports by the exporter's page, of the jar, from real servers: what is in the ZIP in the end. */
@InTheBrowser
class ExporterWalksIT {
  private static final String PASSWORD = "canary-password-73";

  @TempDir private static Path folder;
  private static ExporterJar exporter;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    FleetData.store();
    exporter = ExporterJar.start(folder);
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    exporter.close();
  }

  static Stream<Arguments> sources() {
    return Stream.of(
        Arguments.of("single node", TestServers.to("SINGLE"), "SINGLE"),
        Arguments.of("select/1011", TestServers.to("CLUSTER_SELECT_1011"), "TENANT1011"),
        Arguments.of("tenant 1011", TestServers.tenant("1011"), "TENANT1011"),
        Arguments.of("all tenants", TestServers.to("CLUSTER_SELECT_MULTITENANT"), "TENANT0"),
        Arguments.of("basic", TestServers.vmauthBasic(), "SINGLE"),
        Arguments.of("bearer", TestServers.vmauthBearer(), "SINGLE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void componentsAreInTheBundleSampleBySample(String name, Connection from, String behind)
      throws IOException {
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(from);
      walk.connected();
      walk.components();
      walk.obfuscation();
      walk.start();
      walk.bundleHolds(FleetData.samples(behind));
    }
  }

  @Test
  void selectorBringsItsSamplesAndHostileTextStaysText() throws IOException {
    try (Visit visit = chromium.visit(exporter.address())) {
      visit.page().onDialog(dialog -> org.junit.jupiter.api.Assertions.fail(dialog.message()));
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("custom");
      walk.fleetsRange();
      walk.connect(TestServers.to("SINGLE"));
      walk.connected();
      visit.title("Selector or query");
      visit.inspect("exporter-selector-4-query-empty");
      visit.at("query").fill(TestServers.ALL);
      visit.see("checked");
      visit.inspect("exporter-selector-4-query");
      visit.click("continue");
      visit.see("group");
      assertThat(visit.page().getByText(FleetData.HOSTILE).first().isVisible()).isTrue();
      visit.inspect("exporter-selector-5-jobs");
      visit.click("continue");
      visit.see("token");
      visit.inspect("exporter-selector-6-obfuscation");
      visit.click("continue");
      visit.see("estimate-series");
      visit.inspect("exporter-selector-7-settings");
      walk.start();
      walk.bundleHolds(FleetData.samples("SINGLE"));
      assertThat(visit.page().locator("img[src=x]").count()).isZero();
    }
  }

  @Test
  void wrongPasswordAndDeadHostSayWhatToTryAndKeepNoSecret() {
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(TestServers.vmauthBasic().with(Auth.basic("reader", PASSWORD)));
      visit.see("not-connected");
      visit.says("error-side", "sign-in");
      assertThat(walk.kept()).contains("reader").doesNotContain(PASSWORD);
      visit.inspect("exporter-failed-password");
      walk.connect(Connection.to("http://127.0.0.1:1"));
      visit.says("error-message", "refused");
      visit.says("path-strip", "1: failed");
      assertThat(visit.text("path-strip")).contains("\n1: failed");
      visit.inspect("exporter-failed-host");
      assertThat(visit.at("continue").getAttribute("aria-disabled")).isEqualTo("true");
    }
  }

  @Test
  void rangeWithoutComponentsLeadsBackToTheRange() {
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.range("2020-02-03T00:00", "2020-02-03T01:00");
      walk.connect(TestServers.to("SINGLE"));
      walk.connected();
      visit.says("empty", "No VictoriaMetrics component in this range");
      visit.inspect("exporter-empty-components");
      visit.page().goBack();
      visit.title("Connection");
      visit.page().goBack();
      visit.title("Time range");
      assertThat(visit.at("range-start").inputValue()).startsWith("2020-02-03T00:00");
    }
  }

  @Test
  void runningExportIsFoundAfterAReloadCancelledAndResumedToTheVerySamples() throws IOException {
    Connection vmauth = TestServers.vmauthBasic();
    try (FaultProxy proxy = FaultProxy.before(URI.create(vmauth.url()).getPort());
        Visit visit = chromium.visit(exporter.address())) {
      proxy.spoil(200, 100, proxy.stall());
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(Connection.to(proxy.url()).with(vmauth.auth()));
      walk.connected();
      walk.components();
      walk.obfuscation();
      walk.start();
      visit.see("progress");
      visit.inspect("exporter-7-running");
      assertThat(walk.kept()).doesNotContain(vmauth.auth().password());
      visit.comeBack();
      visit.see("progress");
      visit.click("cancel");
      visit.click("cancel-dialog-confirm");
      visit.title("Export cancelled");
      visit.says("cancelled", "It was cancelled");
      visit.inspect("exporter-7-cancelled");
      proxy.spoil(Long.MAX_VALUE, 0, FaultProxy.RESET);
      visit.click("resume");
      walk.bundleHolds(FleetData.samples("SINGLE"));
    }
  }

  @Test
  void restartedServerOffersToResumeAndAsksForThePasswordAgain() throws IOException {
    Connection vmauth = TestServers.vmauthBasic();
    try (FaultProxy proxy = FaultProxy.before(URI.create(vmauth.url()).getPort());
        Visit visit = chromium.visit(exporter.address())) {
      proxy.spoil(200, 100, proxy.stall());
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(Connection.to(proxy.url()).with(vmauth.auth()));
      walk.connected();
      walk.components();
      walk.obfuscation();
      walk.start();
      visit.see("progress");
      Until.holds(Duration.ofSeconds(20), "the first batch is being read", proxy::wasHit);
      exporter = exporter.restarted();
      proxy.spoil(Long.MAX_VALUE, 0, FaultProxy.RESET);
      visit.comeBack();
      visit.title("vmgather was restarted");
      visit.inspect("exporter-7-restarted");
      visit.at("resume-secret").fill(vmauth.auth().password());
      visit.click("resume");
      walk.bundleHolds(FleetData.samples("SINGLE"));
    }
  }
}
