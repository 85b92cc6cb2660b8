package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.ScarceDisk;
import io.vmgather.VmServer;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.StubServer;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees on the exporter's page when something breaks, and how it goes on. */
@InTheBrowser
class ExporterFailuresIT {
  private static final String HOSTILE = "cannot read <img src=y onerror=alert(2)>";

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
  void exportWhoseServerIsKilledIsResumedWhenItIsBack() throws IOException {
    Path data = Files.createDirectory(folder.resolve("victim"));
    VmServer filled = VmServer.start(data);
    filled.store(FleetData.lines());
    filled.stop();
    VmServer victim = VmServer.startAgain(filled, data);
    SampleSet expected = FleetData.samples(victim);
    try (FaultProxy proxy = FaultProxy.before(port(victim.url()));
        Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.toSettings(Connection.to(proxy.url()));
      proxy.spoil(
          200,
          1,
          client -> {
            victim.close();
            FaultProxy.RESET.on(client);
          });
      visit.click("start");
      visit.says("title", "Export failed", 60);
      visit.says("job-error-side", "VictoriaMetrics");
      visit.see("kept");
      visit.inspect("exporter-7-failed-source");
      try (VmServer back = VmServer.startAgain(victim, data)) {
        assertThat(FleetData.samples(back).samples()).hasSameSizeAs(expected.samples());
        visit.click("resume");
        walk.bundleHolds(expected);
      }
    } finally {
      victim.close();
    }
  }

  @Test
  void fullDiskIsNamedAndTheExportIsResumedWhenThereIsRoom() throws IOException {
    try (ScarceDisk disk = ScarceDisk.of(folder.resolve("scarce"), exporter.pid(), 1);
        FaultProxy proxy = FaultProxy.before(port(TestServers.to("SINGLE").url()));
        Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.toSettings(Connection.to(proxy.url()));
      walk.staging(disk.folder());
      visit.see("estimate-series");
      proxy.spoil(
          200,
          1,
          client -> {
            disk.fill();
            FaultProxy.RESET.on(client);
          });
      visit.click("start");
      visit.title("Export failed");
      visit.says("job-error-message", "No space is left");
      visit.says("job-error-hint", "Free space");
      visit.says("kept", "0 of 30");
      visit.inspect("exporter-7-failed-disk");
      disk.giveRoom();
      visit.click("resume");
      walk.bundleHolds(FleetData.samples("SINGLE"));
    }
  }

  @Test
  void hostileAnswerOfTheServerIsShownAsText() throws IOException {
    String single = TestServers.to("SINGLE").url();
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: "
            + HOSTILE.length()
            + "\r\n\r\n"
            + HOSTILE;
    try (FaultProxy proxy = FaultProxy.before(port(single));
        StubServer hostile = StubServer.answering(500, HOSTILE);
        Visit visit = chromium.visit(exporter.address())) {
      visit.page().onDialog(dialog -> org.junit.jupiter.api.Assertions.fail(dialog.message()));
      ExporterWalk walk = new ExporterWalk(visit);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(Connection.to(hostile.url()));
      visit.says("not-connected", HOSTILE);
      visit.inspect("exporter-failed-hostile");
      walk.connect(Connection.to(proxy.url()));
      walk.connected();
      walk.components();
      walk.obfuscation();
      visit.title("Export");
      visit.see("estimate-series");
      proxy.spoil(0, Integer.MAX_VALUE, FaultProxy.text(answer));
      visit.click("start");
      visit.title("Export failed");
      visit.says("job-error", HOSTILE);
      visit.inspect("exporter-7-failed-hostile");
      assertThat(visit.page().locator("img[src=y]").count()).isZero();
    }
  }

  @Test
  void restartAfterWhichNothingIsLeftSaysSoAndBeginsAnew() throws IOException {
    try (FaultProxy proxy = FaultProxy.before(port(TestServers.to("SINGLE").url()));
        Visit visit = chromium.visit(exporter.address())) {
      ExporterWalk walk = new ExporterWalk(visit);
      walk.toSettings(Connection.to(proxy.url()));
      Path staging = Files.createDirectory(folder.resolve("swept"));
      walk.staging(staging);
      proxy.spoil(200, 100, proxy.stall());
      visit.click("start");
      visit.see("progress");
      Until.holds(Duration.ofSeconds(20), "the first batch is being read", proxy::wasHit);
      exporter = exporter.restarted();
      proxy.spoil(Long.MAX_VALUE, 0, FaultProxy.RESET);
      for (Path left : files(staging)) {
        Files.delete(left);
      }
      visit.comeBack();
      visit.title("vmgather was restarted");
      visit.click("resume");
      visit.title("Nothing to resume");
      visit.says("resume-error-message", "nothing is left of the export");
      visit.inspect("exporter-7-nothing-left");
      visit.click("new-export");
      walk.start();
      walk.bundleHolds(FleetData.samples("SINGLE"));
    }
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
