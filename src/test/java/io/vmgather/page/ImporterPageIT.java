package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.vmgather.LocalEnv;
import io.vmgather.SearchableAtOnce;
import io.vmgather.TokenServer;
import io.vmgather.VmServer;
import io.vmgather.process.FaultProxy;
import io.vmgather.server.ServerProcess;
import io.vmgather.server.WarSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The importer's page, from the connection to samples that are proven to have arrived. */
@ExtendWith(SearchableAtOnce.class)
@InTheBrowser
class ImporterPageIT {
  private static final int MOST_BYTES = 250_000;
  private static final String ALL = "{run=\"page\"}";
  private static final Pattern ADDRESS = Pattern.compile(" is at (http://\\S+?/)");
  private static final Pattern TIMES = Pattern.compile("\"timestamps\":\\[([0-9,]+)]");
  private static final String SEVEN_DAYS = "-retentionPeriod=7d";
  private static final String REFUSED = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

  @TempDir private static Path folder;
  @TempDir private Path own;
  private static Applications applications;
  private static Chromium chromium;
  private static MadeBundle bundle;

  @BeforeAll
  static void start() throws IOException {
    bundle = MadeBundle.in(folder);
    applications = Applications.start();
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    applications.close();
  }

  @Test
  void leadsFromADroppedBundleToSamplesThatAreAllThere() throws IOException {
    try (VmServer target = VmServer.start(own, SEVEN_DAYS).flushing();
        Visit visit = visit()) {
      ImportWalk walk = new ImportWalk(visit);
      visit.title("Connection");
      assertThat(visit.weight()).isLessThan(MOST_BYTES);
      visit.inspect("importer-1-empty");
      visit.at("url").fill(target.url());
      visit.click("test");
      visit.see("connected");
      visit.inspect("importer-2-connected");
      visit.click("continue");
      visit.title("Bundle");
      visit.inspect("importer-3-drop");
      drop(visit, bundle.file());
      visit.see("bundle-facts");
      visit.says("skipped", "No");
      visit.inspect("importer-4-bundle");
      walk.align().checkAll();
      visit.says("align", "samples would be lost");
      visit.inspect("importer-5-keep");
      walk.moveToNow();
      visit.says("label-effect", MadeBundle.CROWDED + " over");
      walk.drop("extra_4").drop("extra_5");
      visit.says("label-effect", "solved by 2 drops");
      visit.says("foot-note", "of %,d samples will be sent".formatted(bundle.samples()));
      visit.inspect("importer-6-moved");
      walk.start().untilVerified();
      visit.see("look-plot");
      visit.see("by-job-row");
      visit.says("verdict", "All %,d samples found".formatted(bundle.samples()));
      visit.says("samples-missing", "0");
      visit.inspect("importer-7-verified");
      assertThat(visit.at("vmui").getAttribute("href")).startsWith(target.url() + "/vmui/#/?");
      assertThat(samples(target)).isEqualTo(bundle.samples());
    }
  }

  @Test
  void clientsTokenOpensTheTargetAndItsSecretIsKeptNowhere() throws IOException {
    LocalEnv env = LocalEnv.read();
    String line =
        "{\"metric\":{\"__name__\":\"token\",\"run\":\"%s\"},\"values\":[1],\"timestamps\":[%d]}\n"
            .formatted(UUID.randomUUID(), System.currentTimeMillis() - 60_000);
    try (TokenServer tokens = TokenServer.giving(300, env.get("VMAUTH_BEARER_TOKEN"));
        Visit visit = visit()) {
      visit.title("Connection");
      visit.at("url").fill(env.get("VMAUTH_URL"));
      visit.at("auth-oauth2").check(new Locator.CheckOptions().setForce(true));
      visit.at("token-url").fill(tokens.url());
      visit.at("client-id").fill("vmgather");
      visit.at("client-secret").fill(TokenServer.SECRET);
      visit.click("test");
      visit.see("connected");
      visit.click("continue");
      ImportWalk walk = new ImportWalk(visit);
      walk.pick("x.jsonl", line.getBytes(StandardCharsets.UTF_8)).align().start().untilVerified();
      assertThat(visit.page().evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))
          .asString()
          .contains(tokens.url())
          .doesNotContain(TokenServer.SECRET);
    }
  }

  @Test
  void reloadFindsTheRunningImportAndItCanBeCancelledAndResumed() throws IOException {
    try (VmServer target = VmServer.start(own).flushing();
        Visit visit = visit()) {
      ImportWalk walk = new ImportWalk(visit);
      walk.connect(target.url()).pick(bundle.file());
      visit.page().reload();
      visit.see("bundle-facts");
      walk.align().moveToNow().drop("extra_4").drop("extra_5").slowly().start();
      visit.see("progress-card");
      visit.page().navigate(applications.importer().toString());
      visit.see("progress-card");
      visit.click("cancel");
      visit.click("cancel-dialog-confirm");
      visit.says("cancelled", "It was cancelled");
      visit.inspect("importer-10-cancelled");
      visit.click("resume");
      walk.untilVerified();
      assertThat(samples(target)).isEqualTo(bundle.samples());
    }
  }

  @Test
  void importWaitsForATargetThatDiedAndGoesOnWhenItIsBack() throws IOException {
    VmServer target = VmServer.start(own).flushing();
    try (Visit visit = visit()) {
      ImportWalk walk = new ImportWalk(visit);
      walk.connect(target.url()).pick(bundle.file()).align().moveToNow();
      walk.drop("extra_4").drop("extra_5").slowly().start();
      visit.see("progress-card");
      visit.saysOther("samples", "0");
      target.close();
      visit.see("waiting-for");
      visit.inspect("importer-10-waiting");
      try (VmServer back = VmServer.startAgain(target, own).flushing()) {
        walk.untilVerified();
        assertThat(samples(back)).isEqualTo(bundle.samples());
      }
    } finally {
      target.close();
    }
  }

  @Test
  void importThatDiedWithItsServerGoesOnWithTheSignInGivenAgain() throws IOException {
    try (VmServer target =
        VmServer.start(own, "-httpAuth.username=writer", "-httpAuth.password=right")) {
      ServerProcess first = serve("127.0.0.1:0");
      URI address = address(first);
      try (Visit visit = chromium.visit(address)) {
        ImportWalk walk = new ImportWalk(visit);
        visit.at("auth-basic").check(new Locator.CheckOptions().setForce(true));
        visit.at("username").fill("writer");
        visit.at("password").fill("right");
        walk.connect(target.url()).pick(bundle.file()).align().moveToNow();
        walk.drop("extra_4").drop("extra_5").slowly().start();
        visit.saysOther("samples", "0");
        // By the second chunk the first one is noted.
        visit.saysOther("samples", visit.text("samples"));
        first.kill();
        visit.see("offline");
        try (ServerProcess second = serve(address.getAuthority())) {
          assertThat(address(second)).isEqualTo(address);
          // The page that stayed open still has the password; a reload forgets it.
          visit.page().reload();
          visit.see("resume");
          visit.says("foot-note", "Goes on behind");
          visit.saysOther("foot-note", "Goes on behind 0 bytes");
          visit.inspect("importer-17-restarted");
          visit.at("resume-secret").fill("right");
          visit.click("resume");
          walk.untilVerified();
          visit.says("verdict", "All %,d samples found".formatted(bundle.samples()));
          looksAtTheTargetWithTheSignInGivenAgain(visit);
        }
      } finally {
        first.kill();
      }
    }
  }

  private static void looksAtTheTargetWithTheSignInGivenAgain(Visit visit) {
    visit.see("look-plot");
    visit.page().reload();
    visit.says("look-sign-in", "forgotten");
    visit.inspect("importer-18-look-again");
    visit.at("resume-secret").fill("right");
    visit.click("look-show");
    visit.see("look-plot");
    visit.click("reset-cache");
    visit.says("cache-said", "The query cache is cleared");
    String checkedBefore = visit.at("totals").textContent();
    visit.click("verify-again");
    visit.saysOther("totals", checkedBefore);
    visit.says("title", "Import verified", 90);
    visit.see("look-plot");
  }

  @Test
  void hostileBundleIsRefusedAndTheNextGoodOneTaken() throws IOException {
    try (VmServer target = VmServer.start(own).flushing();
        Visit visit = visit()) {
      ImportWalk walk = new ImportWalk(visit);
      walk.connect(target.url()).pick("slip.zip", zip(Map.of("../../etc/metrics.jsonl", "{}\n")));
      visit.says("upload-error-side", "The bundle");
      visit.see("upload-error-hint");
      visit.inspect("importer-11-refused");
      visit.page().route("**/api/bundle?name=*", ImporterPageIT::tooLargeForTheProxy);
      walk.pick("large.zip", new byte[] {'P', 'K'});
      visit.says("upload-error-side", "Between this page and vmgather");
      visit.says("upload-error-hint", "client_max_body_size");
      visit.page().unroute("**/api/bundle?name=*");
      walk.pick("metadata.json", "{\"export_id\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
      visit.says("nothing", "No sample in its first lines");
      visit.says("foot-note", "a file with samples");
      visit.inspect("importer-20-nothing");
      visit.click("full-check");
      visit.says("nothing", "Nothing in it can be imported");
      visit.click("other-file");
      walk.pick(bundle.file());
      visit.says("bundle-series", Integer.toString(MadeBundle.SERIES));
      walk.align();
      checkThatIsStoppedIsMadeAgain(visit);
    }
  }

  private static void checkThatIsStoppedIsMadeAgain(Visit visit) {
    visit.page().route("**/api/analyze", route -> {});
    visit.page().reload();
    visit.title("Preflight and alignment");
    visit.click("checking-cancel");
    visit.says("stopped", "You stopped waiting");
    visit.says("foot-note", "needs a bundle that was checked");
    visit.page().unroute("**/api/analyze");
    visit.click("stopped-retry");
    visit.see("range-picture");
  }

  /** As nginx does by itself at a body of more than a megabyte. */
  private static void tooLargeForTheProxy(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(413)
            .setContentType("text/html")
            .setBody("<html><h1>413 Request Entity Too Large</h1></html>"));
  }

  @Test
  void clusterOfTwoAddressesIsCountedAtTheOneForQueries() throws IOException {
    try (VmServer target = VmServer.start(own).flushing();
        InsertAlone insert = InsertAlone.before(target.url());
        Visit visit = visit()) {
      visit.title("Connection");
      visit.at("url").fill(insert.url());
      visit.click("test");
      visit.see("connected");
      visit.says("connected", "Name the address for queries");
      visit.at("select-url").fill("http://reader:secret@vm:8428");
      visit.page().getByText("Give it without a sign-in").waitFor();
      visit.at("select-url").fill(target.url());
      visit.click("test");
      visit.see("connected");
      assertThat(visit.text("connected")).doesNotContain("Name the address for queries");
      visit.inspect("importer-21-two-addresses");
      visit.click("continue");
      ImportWalk walk = new ImportWalk(visit);
      String line =
          "{\"metric\":{\"__name__\":\"a\",\"run\":\"page\"},\"values\":[1],\"timestamps\":[%d]}\n";
      walk.pick(
          "bare.jsonl",
          line.formatted(System.currentTimeMillis()).getBytes(StandardCharsets.UTF_8));
      walk.align().start().untilVerified();
    }
  }

  @Test
  void linesThatCantBeSentAreListedWithNumberAndReason() throws IOException {
    String good =
        "{\"metric\":{\"__name__\":\"a\",\"run\":\"page\"},\"values\":[1],\"timestamps\":[%d]}\n";
    long now = System.currentTimeMillis();
    String lines =
        good.formatted(now)
            + "{\"metric\":{\"__name__\":\"b\"},\"values\":[1,2],\"timestamps\":[%d]}\n"
                .formatted(now)
            + "{\"metric\":{\"__name__\":\"c\"},\"values\":[1";
    try (VmServer target = VmServer.start(own).flushing();
        Visit visit = visit()) {
      ImportWalk walk = new ImportWalk(visit);
      walk.connect(target.url()).pick("bare.jsonl", lines.getBytes(StandardCharsets.UTF_8));
      visit.says("skipped", "2 lines will be skipped");
      assertThat(visit.page().getByTestId("warning").all()).as("the same twice").isEmpty();
      assertThat(visit.page().getByTestId("skipped-line").allInnerTexts())
          .anySatisfy(row -> assertThat(row).startsWith("2"))
          .anySatisfy(row -> assertThat(row).startsWith("3"));
      visit.inspect("importer-12-skipped");
      walk.align().start().untilVerified();
      visit.says("samples-found", "1");
    }
  }

  @Test
  void countThatIsCancelledOrFailsSaysSoAndIsMadeAgain() throws IOException {
    String line =
        "{\"metric\":{\"__name__\":\"a\",\"run\":\"page\"},\"values\":[1],\"timestamps\":[%d]}\n"
            .formatted(System.currentTimeMillis() - 60_000);
    String said = "{\"version\":\"2.0.0\",\"export_id\":\"a\",\"samples_count\":5}";
    try (VmServer target = VmServer.start(own).flushing();
        FaultProxy proxy = FaultProxy.before(URI.create(target.url()).getPort());
        Visit visit = visit()) {
      target.store(line);
      proxy.spoil(0, 1, proxy.stall());
      ImportWalk walk = new ImportWalk(visit);
      walk.connect(proxy.url())
          .pick("said.zip", zip(Map.of("metrics.jsonl", line, "metadata.json", said)))
          .align()
          .start();
      visit.see("counting");
      visit.click("cancel");
      visit.click("cancel-dialog-confirm");
      visit.title("Counting cancelled");
      visit.says("cancelled", "It was cancelled");
      proxy.spoil(0, Integer.MAX_VALUE, FaultProxy.text(REFUSED));
      visit.click("resume");
      visit.title("Counting stopped");
      visit.says("job-error-side", "VictoriaMetrics");
      visit.see("job-error-hint");
      visit.inspect("importer-19-count-failed");
      proxy.spoil(0, 0, FaultProxy.RESET);
      visit.click("resume");
      walk.untilVerified();
      visit.says("besides", "1 sample is there more than once");
      visit.says("warning", "The manifest says 5 samples, there are 1");
      visit.page().route("**/api/import/status?*", ImporterPageIT::uncompared);
      visit.page().reload();
      visit.title("Sent, but not compared one by one");
      visit.says("verdict", "As many as the 1 sample that were sent");
      visit.says("not-verified", "more of them than can be compared");
    }
  }

  /** As of an import of thousands of series in which others store as well. */
  private static void uncompared(Route route) {
    String status =
        route
            .fetch()
            .text()
            .replace("\"exact\":true", "\"exact\":false")
            .replace("\"state\":\"verified\"", "\"state\":\"different\"")
            .replaceFirst(
                "(\"verification\":\\{.*?\"message\":)\"[^\"]*\"",
                "$1\"there are others, and more of them than can be compared\"");
    route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(status));
  }

  @Test
  void wrongAddressAndWrongSignInSayWhichSideFailedAndWhatToTry() throws IOException {
    try (VmServer target =
            VmServer.start(own, "-httpAuth.username=writer", "-httpAuth.password=right");
        Visit visit = visit()) {
      visit.at("url").fill("http://127.0.0.1:" + freePort());
      visit.click("test");
      visit.see("not-connected");
      visit.says("error-message", "refused");
      visit.see("error-hint");
      visit.says("attempts", "http://127.0.0.1:");
      visit.inspect("importer-13-unreachable");
      visit.at("url").fill(target.url());
      visit.at("auth-basic").check(new Locator.CheckOptions().setForce(true));
      visit.at("username").fill("writer");
      visit.at("password").fill("wrong");
      visit.click("test");
      visit.says("error-side", "sign-in");
      visit.inspect("importer-14-sign-in");
      visit.at("password").fill("right");
      visit.click("test");
      visit.see("connected");
      visit.page().reload();
      visit.see("sign-in-again");
      assertThat(visit.page().evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))
          .asString()
          .contains("writer")
          .doesNotContain("right", "wrong");
    }
  }

  @Test
  void isUsableAtThreeHundredAndSixtyAndNineteenHundredAndTwentyPixels() throws IOException {
    try (VmServer target = VmServer.start(own).flushing()) {
      for (int width : new int[] {360, 1920}) {
        try (Visit visit = chromium.visit(connection(), width, ColorScheme.DARK)) {
          new ImportWalk(visit).connect(target.url()).pick(bundle.file()).align();
          visit.fits("importer-16-alignment");
        }
      }
    }
  }

  /** At the first step; the application's root would show another test's import that still runs. */
  private static URI connection() {
    return applications.importer().resolve("#/connection");
  }

  private static Visit visit() {
    return chromium.visit(connection());
  }

  private static URI address(ServerProcess importer) throws IOException {
    return URI.create(importer.await(ADDRESS).group(1));
  }

  private ServerProcess serve(String address) throws IOException {
    return ServerProcess.start(
        own,
        Map.of("HOME", own.toString()),
        List.of(
            ServerProcess.java(),
            "-Xmx256m",
            "-jar",
            WarSettings.FOLDER.resolve("vmgather.jar").toString(),
            "importer",
            "-addr",
            address,
            "-no-browser",
            "-staging",
            own.resolve("staging").toString()));
  }

  /** What was on its way when a target died was sent again, and is there twice. */
  private static long samples(VmServer target) {
    target.flush();
    return target.export(ALL, 0, farAhead()).lines().mapToLong(ImporterPageIT::moments).sum();
  }

  private static long moments(String line) {
    Matcher times = TIMES.matcher(line);
    assertThat(times.find()).isTrue();
    return Pattern.compile(",").splitAsStream(times.group(1)).distinct().count();
  }

  private static long farAhead() {
    return System.currentTimeMillis() + 3600_000;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** An archive with those entries, by their names. */
  private static byte[] zip(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** As a file manager does when a file is dragged over the page and let go. */
  private static void drop(Visit visit, Path file) throws IOException {
    Object transfer =
        visit
            .page()
            .evaluateHandle(
                "([name, text]) => { const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));"
                    + " const transfer = new DataTransfer();"
                    + " transfer.items.add(new File([bytes], name)); return transfer; }",
                new Object[] {
                  file.getFileName().toString(),
                  Base64.getEncoder().encodeToString(Files.readAllBytes(file))
                });
    visit.at("drop-zone").dispatchEvent("drop", Map.of("dataTransfer", transfer));
  }
}
