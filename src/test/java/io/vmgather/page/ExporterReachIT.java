package io.vmgather.page;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ForcedColors;
import io.vmgather.LocalEnv;
import io.vmgather.TokenServer;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.QueryRange;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exporter's page by other ways than a mouse in one tab in UTC. */
@InTheBrowser
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
      visit.page().locator(".skip").press("Enter");
      keys.isAt("Export");
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
      newSessionLeavesTheRunningExport(visit.secondTab());
      // Statuses come twice a second; a button that is another one by then loses the press.
      ElementHandle button = second.at("cancel").elementHandle();
      second.says("elapsed", "2 s");
      assertThat(button.evaluate("button => button.isConnected")).isEqualTo(true);
      second.click("cancel");
      second.click("cancel-dialog-confirm");
      second.title("Export cancelled");
      visit.title("Export cancelled");
    }
  }

  /** What the export goes on saying must not be drawn over the first step. */
  private static void newSessionLeavesTheRunningExport(Visit visit) {
    visit.see("progress");
    visit.click("new-session");
    visit.click("new-session-confirm");
    visit.title("Gather metrics for support");
    visit.page().waitForTimeout(1200);
    visit.see("continue");
    assertThat(visit.page().getByTestId("cancel").count()).isZero();
    visit.page().close();
  }

  @Test
  void anotherConnectionWantsItsComponentsChosenAnew() {
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.toSettings(TestServers.to("SINGLE"));
      assertThat(reachable(visit, "export") || visit.at("title").isVisible()).isTrue();
      visit.click("step-connection");
      visit.click("step-obfuscation");
      visit.title("Obfuscation");
      visit.click("step-connection");
      walk.connect(TestServers.vmauthBasic());
      visit.see("connected");
      assertThat(reachable(visit, "components")).isTrue();
      assertThat(reachable(visit, "obfuscation")).isFalse();
      assertThat(reachable(visit, "export")).isFalse();
      visit.says("step-components", "needs attention");
      visit.click("continue");
      walk.components();
      visit.title("Obfuscation");
      assertThat(reachable(visit, "components")).isTrue();
    }
  }

  private static boolean reachable(Visit visit, String step) {
    return visit.page().locator("a[data-testid='step-" + step + "']").count() > 0;
  }

  @Test
  void thousandsOfJobsAreShownInPartsAndCountWhole() {
    String jobs =
        IntStream.range(0, 10_000).mapToObj("\"job-%05d\""::formatted).collect(joining(","));
    String series =
        IntStream.range(0, 10_000).mapToObj("\"job-%05d\":3"::formatted).collect(joining(","));
    String found =
        "{\"components\":[{\"component\":\"vmagent\",\"instance_count\":9,"
            + "\"metrics_count_estimate\":30000,\"jobs\":[%s],\"job_metrics\":{%s}}]}";
    try (Visit visit = chromium.visit(exporter.address())) {
      Page page = visit.page();
      page.route("**/api/discover", route -> json(route, found.formatted(jobs, series)));
      page.route("**/api/estimate", Route::abort);
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(TestServers.to("SINGLE"));
      walk.connected();
      visit.says("total-jobs", "10,000 of 10,000");
      assertThat(page.getByTestId("leaf").count()).isEqualTo(199);
      visit.at("leaf-tick").uncheck();
      visit.says("total-jobs", "9,999 of 10,000");
      visit.says("total-series", "29,997");
      visit.click("more-rows");
      assertThat(page.getByTestId("leaf").count()).isEqualTo(399);
      visit.at("search").fill("job-09999");
      assertThat(page.getByTestId("leaf").count()).isEqualTo(1);
      visit.fits("exporter-many-jobs");
    }
  }

  private static void json(Route route, String body) {
    route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(body));
  }

  /** Such themes take all backgrounds away, and with them what told on from off. */
  @Test
  void contrastThemesTellWhatIsHiddenFromWhatIsNot() {
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(TestServers.to("SINGLE"));
      walk.connected();
      walk.components();
      visit.see("token");
      visit
          .page()
          .emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
      visit.fits("exporter-obfuscation-contrast");
      String ground = "input => getComputedStyle(input).backgroundColor";
      Object on = visit.at("hide-job").evaluate(ground);
      visit.at("hide-job").uncheck();
      assertThat(visit.at("hide-job").evaluate(ground)).isNotEqualTo(on);
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
  void clientsTokenOpensTheSourceAndItsSecretIsKeptNowhere() throws IOException {
    LocalEnv env = LocalEnv.read();
    try (TokenServer tokens = TokenServer.giving(300, env.get("VMAUTH_BEARER_TOKEN"));
        Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      visit.title("Connection");
      visit.at("url").fill(env.get("VMAUTH_URL"));
      visit.at("auth-oauth2").check();
      visit.at("token-url").fill(tokens.url());
      visit.at("client-id").fill("vmgather");
      visit.at("client-secret").fill(TokenServer.SECRET);
      visit.click("test");
      visit.see("connected");
      visit.inspect("exporter-connection-oauth2");
      visit.click("continue");
      walk.components();
      walk.obfuscation();
      visit.title("Export");
      visit.says("same-export-text", "--client-id vmgather");
      walk.start();
      walk.bundleHolds(FleetData.samples("SINGLE"));
      assertThat(walk.kept()).doesNotContain(TokenServer.SECRET);
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

  @Test
  void whatANewcomerTripsOverIsExplainedWhereItHappens() throws IOException {
    String own = exporter.address().toString();
    String single = TestServers.to("SINGLE").url();
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("custom");
      oddRanges(visit);
      walk.fleetsRange();
      walk.connect(Connection.to(own));
      visit.says("error-hint", "vmgather’s own address");
      walk.connect(Connection.to(single + "/nowhere"));
      visit.says("error-side", "Where it failed");
      visit.click("fix");
      visit.see("connected");
      visit.says("path-strip", "when it starts");
      visit.click("back");
      visit.title("Time range");
      visit.click("continue");
      visit.see("connected");
      visit.click("continue");

      visit.title("Selector or query");
      visit.at("query").fill("{}");
      visit.says("error-message", "{} names no series");
      visit.at("query").fill("{run=");
      visit.says("error-message", "unexpected end");
      visit
          .page()
          .route("**/api/discover-selector", route -> json(route, partial(route.fetch().text())));
      visit.at("query").fill("{run=\"" + TestServers.RUN + "\"}");
      visit.see("checked");
      visit.click("continue");
      visit.says("warning", "a part did not answer");
      visit.see("group");
      visit.click("continue");
      visit.title("Obfuscation");
      visit.says("before-after", "stays");
      visit.says("labels", "Leave out: the label is not in the bundle");
      visit.at("drop-label-note").check();
      visit.click("continue");
      stagingFolders(visit);
      walk.start();
      visit.title("Bundle ready");
      assertThat(missing()).isDirectory();
      visit.says("report", "Series: in how many of them");
      visit.says("report-dropped", "note");
      visit.says("report-dropped", "left out");
      visit.says("clear-labels", "left in the clear");
      visit.says("map-kept", "30 min");
      visit.click("new-session");
      visit.says("maps-go", "Private maps go, too");
      visit.click("new-session-cancel");

      visit.page().navigate(own + "#/export");
      visit.says("last-job", "has its bundle");
      strangersJob(visit, own);
    }
  }

  private static String partial(String answer) {
    return answer.replaceFirst("\"warnings\":\\[", "\"warnings\":[\"a part did not answer\"");
  }

  @Test
  void everyWaitCanBeStoppedAndBegunAgain() {
    try (Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("custom");
      walk.fleetsRange();
      walk.connect(TestServers.to("SINGLE"));
      walk.connected();
      visit.title("Selector or query");
      stopped(visit, "validate-query", () -> visit.at("query").fill(TestServers.ALL));
      visit.see("checked");
      stopped(visit, "discover-selector", () -> visit.click("continue"));
      visit.see("group");
      stopped(visit, "sample", () -> visit.click("continue"));
      visit.see("token");
      stopped(visit, "estimate", () -> visit.click("continue"));
      visit.see("estimate-series");
      stopped(visit, "fs/list?*", () -> visit.click("pick-folder"));
      visit.see("folder");
      visit.click("folder-dialog-cancel");
      stopped(visit, "bundle/metrics?*", () -> visit.click("start"));
      visit.see("look-plot");

      visit.click("new-export");
      walk.mode("cluster");
      walk.fleetsRange();
      visit.title("Connection");
      visit.see("connected");
      stopped(visit, "discover", () -> visit.click("continue"));
      visit.see("group");
    }
  }

  /** Stops the wait for an answer that does not come, and asks again. */
  private static void stopped(Visit visit, String path, Runnable step) {
    String held = "**/api/" + path;
    visit.page().route(held, route -> {});
    step.run();
    visit.click("waiting-cancel");
    visit.says("stopped", "You stopped waiting");
    assertThat(visit.page().evaluate("document.activeElement.dataset.testid"))
        .as(path)
        .isEqualTo("stopped-retry");
    visit.page().unroute(held);
    visit.click("stopped-retry");
  }

  @Test
  void whoComesFromAnotherMachineTypesTheFolder() {
    try (Visit visit = chromium.visit(exporter.address())) {
      visit
          .page()
          .route(
              "**/api/config",
              route -> {
                APIResponse told = route.fetch();
                String faraway = told.text().replaceAll("(\"supports_dir_\\w+\":)true", "$1false");
                route.fulfill(new Route.FulfillOptions().setResponse(told).setBody(faraway));
              });
      List<String> asked = new ArrayList<>();
      visit.page().onRequest(request -> asked.add(request.url()));
      visit.page().reload();
      ExporterWalk walk = new ExporterWalk(visit);
      walk.toSettings(TestServers.to("SINGLE"));
      assertThat(visit.page().getByTestId("pick-folder").count()).isZero();
      Path typed = folder.resolve("typed");
      visit.at("staging-dir").fill(typed.toString());
      walk.start();
      visit.title("Bundle ready");
      assertThat(typed).isDirectory();
      assertThat(asked).isNotEmpty().noneMatch(url -> url.contains("api/fs/"));
    }
  }

  private static void oddRanges(Visit visit) {
    visit.title("Time range");
    visit.at("preset-custom").check();
    visit.at("range-start").fill("");
    visit.says("time-card", "A date or a time is missing");
    assertThat(visit.page().locator("#steps").innerText()).doesNotContain("1970", "NaN", "Invalid");
    visit.at("range-start").fill(FleetData.at(FleetData.LENGTH));
    visit.at("range-end").fill(FleetData.at(0));
    visit.says("time-card", "must come after");
    visit.at("range-end").fill("2099-01-01T00:00");
    visit.says("future", "ends in the future");
  }

  /** What is no folder is named at the field; one that is missing is made by the export. */
  private static void stagingFolders(Visit visit) throws IOException {
    visit.title("Export");
    Path file = Files.createFile(folder.resolve("no-folder"));
    visit.at("staging-dir").fill(file.toString());
    visit.page().getByText("This is a file, not a folder").waitFor();
    visit
        .page()
        .waitForResponse(
            "**/api/fs/check", () -> visit.at("staging-dir").fill(missing().toString()));
    visit.page().waitForTimeout(200);
    assertThat(visit.at("staging-dir").getAttribute("aria-invalid")).isNull();
    assertThat(missing()).doesNotExist();
  }

  private static Path missing() {
    return folder.resolve("made-by-it").resolve("deep");
  }

  /** A job whose answers are not on this page: the steps say nothing of it. */
  private static void strangersJob(Visit visit, String own) {
    String job = visit.at("last-job").locator("a").getAttribute("href");
    visit.page().evaluate("sessionStorage.clear(); localStorage.clear()");
    visit.page().navigate("about:blank");
    visit.page().navigate(own + job);
    visit.title("Bundle ready");
    assertThat(visit.page().getByTestId("step-export").count()).isOne();
    assertThat(visit.page().getByTestId("step-time").count()).isZero();
    visit.inspect("exporter-bundle-of-another-session");
    visit.click("new-export");
    visit.title("Gather metrics for support");
    assertThat(visit.page().getByTestId("step-time").count()).isOne();
  }
}
