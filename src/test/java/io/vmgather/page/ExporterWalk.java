package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.Exports;
import io.vmgather.exporter.job.MapJson;
import io.vmgather.exporter.job.Privacy;
import io.vmgather.exporter.job.ReadBack;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.server.WarSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** The steps of an export, as a person takes them. */
final class ExporterWalk {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Visit visit;

  ExporterWalk(Visit visit) {
    this.visit = visit;
  }

  void mode(String mode) {
    visit.title("Gather metrics for support");
    visit.at("mode-" + mode).check();
    visit.click("continue");
  }

  void range(String start, String end) {
    visit.title("Time range");
    visit.at("preset-custom").check();
    visit.at("range-start").fill(start);
    visit.at("range-end").fill(end);
    visit.click("continue");
  }

  void fleetsRange() {
    range(FleetData.at(0), FleetData.at(FleetData.LENGTH));
  }

  /** Enters address, tenant and sign-in, and tests them. */
  void connect(Connection to) {
    visit.title("Connection");
    visit.at("url").fill(to.url());
    visit.at("tenant").fill(to.isMultitenant() ? "multitenant" : to.tenantId());
    visit.at("auth-" + to.auth().type()).check();
    switch (to.auth().type()) {
      case "basic" -> {
        visit.at("username").fill(to.auth().username());
        visit.at("password").fill(to.auth().password());
      }
      case "bearer" -> visit.at("token").fill(to.auth().token());
      default -> {}
    }
    visit.click("test");
  }

  void connected() {
    visit.see("connected");
    visit.click("continue");
  }

  void components() {
    visit.title("Components and jobs");
    visit.see("group");
    visit.click("continue");
  }

  void query(String selector) {
    visit.title("Selector or query");
    visit.at("query").fill(selector);
    visit.see("checked");
    visit.click("continue");
    visit.title("Jobs");
    visit.see("group");
    visit.click("continue");
  }

  /** From the first step to the last, for the fleet's components. */
  void toSettings(Connection from) {
    mode("cluster");
    fleetsRange();
    connect(from);
    connected();
    components();
    obfuscation();
    visit.title("Export");
    visit.see("estimate-series");
  }

  /** Picks the folder of the work in progress in the page's own dialog. */
  void staging(Path folder) {
    visit.click("pick-folder");
    visit.at("folder-path").fill(folder.toString());
    visit.click("folder-dialog-confirm");
    visit.page().waitForCondition(() -> visit.at("folder-dialog").count() == 0);
    assertThat(visit.at("staging-dir").inputValue()).isEqualTo(folder.toString());
  }

  void obfuscation() {
    visit.title("Obfuscation");
    visit.see("token");
    visit.click("continue");
  }

  void start() {
    visit.title("Export");
    visit.see("estimate-series");
    visit.click("start");
  }

  /** Downloads bundle and private map, and compares them with what the source holds. */
  void bundleHolds(SampleSet expected) throws IOException {
    visit.title("Bundle ready");
    visit.says("leak-scan", "nothing left");
    Exports.Bundle bundle = Exports.open(downloaded("download", ".zip"));
    ReadBack back =
        new ReadBack(MapJson.read(JSON.readTree(downloaded("download-map", ".json").toFile())));
    bundle
        .samples()
        .mapLabels(back::labels)
        .assertSameAs(expected.mapLabels(back::withoutBrackets));
    Privacy.assertHoldsNone(bundle, FleetData.ORIGINALS);
  }

  private Path downloaded(String button, String ending) {
    Download download = visit.page().waitForDownload(() -> visit.click(button));
    assertThat(download.suggestedFilename()).endsWith(ending);
    Path file = WarSettings.FOLDER.resolve("page-downloads").resolve(UUID.randomUUID() + ending);
    download.saveAs(file);
    return file;
  }

  /** All that the page keeps in the browser. */
  String kept() {
    return (String)
        visit.page().evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])");
  }
}
