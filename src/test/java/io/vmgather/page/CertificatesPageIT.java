package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.SearchableAtOnce;
import io.vmgather.common.vm.Connection;
import io.vmgather.process.MutualTlsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A VictoriaMetrics behind a company's own certificate that wants to see one, too: both are chosen
 * on the page and kept nowhere.
 */
@ExtendWith(SearchableAtOnce.class)
@InTheBrowser
class CertificatesPageIT {
  @TempDir private static Path files;
  private static MutualTlsServer server;
  private static Applications applications;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    FleetData.store();
    server = MutualTlsServer.start(files);
    applications = Applications.start();
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    applications.close();
    server.close();
  }

  @Test
  void exportsWithCertificatesThatWereChosenOnThePage() throws IOException {
    try (Visit visit = chromium.visit(applications.exporter())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(Connection.to(server.url));
      visit.says("error-message", "unknown authority");
      visit.says("error-hint", "below Certificates");
      visit.at("certificates").locator("summary").click();
      choose(visit, "file-ca", "ca.crt");
      visit.click("test");
      visit.says("error-hint", "client certificate");
      choose(visit, "file-client", "client.p12");
      visit.at("client-password").fill("canary-wrong");
      visit.click("test");
      visit.says("certificates", "The password does not open the PKCS#12 file");
      visit.at("client-password").fill(MutualTlsServer.PASSWORD);
      visit.click("test");
      visit.see("connected");
      visit.inspect("exporter-connection-certificates");
      keptNowhere(visit);

      visit.page().reload();
      visit.says("sign-in-again", "certificates");
      visit.says("certificates", "client.p12 was used: choose it again");
      choose(visit, "file-ca", "ca.crt");
      visit.click("remove-client");
      choose(visit, "file-client", "client.crt");
      choose(visit, "file-key", "client.key");
      visit.click("test");
      visit.see("connected");
      visit.click("continue");
      walk.components();
      walk.obfuscation();
      visit.title("Export");
      visit.says("same-export-text", "--ca ca.crt");
      visit.says("same-export-text", "--client-cert client.crt");
      visit.says("same-export-text", "--client-key client.key");
      walk.start();
      walk.bundleHolds(FleetData.samples("SINGLE"));
      keptNowhere(visit);
    }
  }

  @Test
  void importsWithCertificatesThatWereChosenOnThePage() throws IOException {
    String line =
        "{\"metric\":{\"__name__\":\"shown\",\"run\":\"%s\"},\"values\":[1],\"timestamps\":[%d]}\n"
            .formatted(UUID.randomUUID(), System.currentTimeMillis() - 60_000);
    try (Visit visit = chromium.visit(applications.importer())) {
      visit.title("Connection");
      visit.at("url").fill(server.url);
      visit.at("certificates").locator("summary").click();
      choose(visit, "file-ca", "ca.crt");
      choose(visit, "file-client", "client.crt");
      choose(visit, "file-key", "sealed.key");
      visit.click("test");
      visit.says("certificates", "password");
      visit.at("client-password").fill(MutualTlsServer.PASSWORD);
      visit.click("test");
      visit.see("connected");
      visit.inspect("importer-connection-certificates");
      visit.click("continue");
      ImportWalk walk = new ImportWalk(visit);
      walk.pick("x.jsonl", line.getBytes(StandardCharsets.UTF_8)).align().start().untilVerified();
      visit.see("look-plot");
      visit.page().reload();
      visit.see("look-sign-in");
      choose(visit, "file-ca", "ca.crt");
      choose(visit, "file-client", "client.crt");
      choose(visit, "file-key", "sealed.key");
      visit.at("client-password").fill(MutualTlsServer.PASSWORD);
      visit.click("look-show");
      visit.see("look-plot");
      keptNowhere(visit);
    }
  }

  private static void choose(Visit visit, String field, String file) {
    visit.at(field).setInputFiles(server.file(file));
    visit.says("certificates", file + " is used");
  }

  private static void keptNowhere(Visit visit) {
    assertThat(visit.page().evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])"))
        .asString()
        .contains("client.")
        .doesNotContain("BEGIN", MutualTlsServer.PASSWORD, "MII");
  }
}
