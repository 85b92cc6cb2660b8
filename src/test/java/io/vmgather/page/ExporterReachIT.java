package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.QueryRange;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exporter's page by other ways than a mouse in one tab in UTC. */
class ExporterReachIT {
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

  @Test
  void keyboardAloneLeadsToTheBundle() {
    try (Visit visit = chromium.visit(exporter.address())) {
      Keyboard keys = new Keyboard(visit.page());
      visit.title("Gather metrics for support");
      keys.press("mode-cluster", "Space");
      keys.press("continue", "Enter");
      keys.isAt("Time range");
      keys.press("continue", "Space");
      keys.isAt("Connection");
      keys.type("url", TestServers.to("SINGLE").url());
      keys.press("test", "Enter");
      visit.see("connected");
      keys.press("continue", "Enter");
      keys.isAt("Components and jobs");
      visit.see("group");
      keys.press("continue", "Enter");
      keys.isAt("Obfuscation");
      visit.see("token");
      keys.press("continue", "Enter");
      keys.isAt("Export");
      visit.see("estimate-series");
      keys.press("start", "Enter");
      keys.isAt("Bundle ready");
      keys.reach("download");
      Download download =
          visit.page().waitForDownload(() -> visit.page().keyboard().press("Enter"));
      assertThat(download.suggestedFilename()).endsWith(".zip");
      assertThat(download.failure()).isNull();
    }
  }

  @Test
  void secondTabFindsTheRunningExportAndWhatItDoesIsSeenInTheFirst() throws IOException {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port);
        Visit visit = chromium.visit(exporter.address())) {
      proxy.spoil(200, 100, proxy.stall());
      ExporterWalk walk = new ExporterWalk(visit);
      walk.toSettings(Connection.to(proxy.url()));
      visit.click("start");
      visit.see("progress");
      Visit second = visit.secondTab();
      second.see("progress");
      assertThat(second.page().url()).isEqualTo(visit.page().url());
      second.click("cancel");
      second.click("cancel-dialog-confirm");
      second.title("Export cancelled");
      visit.title("Export cancelled");
    }
  }

  @Test
  void pointsOfAnExpressionAreThoseThatVictoriaMetricsComputes() throws IOException {
    String query = "sum(go_goroutines{run=\"" + TestServers.RUN + "\"}) by (instance)";
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("custom");
      walk.fleetsRange();
      walk.connect(TestServers.to("SINGLE"));
      walk.connected();
      visit.title("Selector or query");
      visit.at("query").fill(query);
      visit.says("query-type", "MetricsQL");
      visit.says("counted-now", "not in your range");
      visit.inspect("exporter-expression-4-query");
      visit.click("continue");
      visit.title("Obfuscation");
      visit.click("continue");
      visit.title("Export");
      visit.at("metric-step").selectOption("60");
      walk.start();
      TimeWindow window = new TimeWindow(FleetData.START, FleetData.START + FleetData.LENGTH);
      walk.bundleHolds(QueryRange.points(query, window, 60_000));
    }
  }

  @Test
  void zoneSwitchShowsTheSameMomentsInTheOwnZone() {
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      visit.title("Connection");
      visit.click("back");
      visit.at("zone-local").check();
      visit.says("time-card", "From, in " + FleetData.zoneName());
      assertThat(visit.at("range-start").inputValue()).startsWith(FleetData.inBerlin());
      assertThat(walk.kept()).contains(Long.toString(FleetData.START));
      visit.inspect("exporter-2-time-local");
      visit.at("range-start").fill(FleetData.inBerlin());
      assertThat(walk.kept()).contains(Long.toString(FleetData.START));
    }
  }
}
