package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.LocalEnv;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exporter's page, from the first step to the bundle. */
@InTheBrowser
class ExporterPageIT {
  private static final int MOST_BYTES = 250_000;

  private static Applications applications;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    applications = Applications.start();
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    applications.close();
  }

  @Test
  void leadsFromTheFirstStepToABundleThatCanBeLookedInto() {
    try (Visit visit = chromium.visit(applications.exporter())) {
      visit.title("Gather metrics for support");
      assertThat(visit.weight()).isLessThan(MOST_BYTES);
      visit.inspect("exporter-1-mode");
      visit.click("continue");
      visit.title("Time range");
      visit.inspect("exporter-2-time");
      visit.click("continue");
      visit.at("url").fill(LocalEnv.read().get("SINGLE_URL"));
      visit.click("test");
      visit.see("connected");
      visit.inspect("exporter-3-connection");
      visit.click("continue");
      visit.see("totals");
      visit.see("group");
      visit.inspect("exporter-4-components");
      visit.click("continue");
      visit.see("token");
      visit.inspect("exporter-5-obfuscation");
      visit.click("continue");
      visit.see("estimate-series");
      visit.inspect("exporter-6-settings");
      visit.click("start");
      visit.title("Bundle ready");
      visit.says("leak-scan", "nothing left");
      visit.see("look-plot");
      visit.inspect("exporter-7-done");
    }
  }
}
