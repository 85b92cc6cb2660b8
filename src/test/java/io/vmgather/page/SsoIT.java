package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import io.vmgather.LocalEnv;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import io.vmgather.server.Tomcat;
import io.vmgather.server.WarSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The company's sign-in: Keycloak, Apache httpd with mod_auth_openidc as {@code deploy/apache} has
 * it, and both WARs on Tomcat behind it.
 */
@InTheBrowser
class SsoIT {
  private static final LocalEnv ENV = LocalEnv.read();
  private static final URI SITE = URI.create(ENV.get("SSO_URL") + "/");
  private static final URI EXPORTER = SITE.resolve("exporter/");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Tomcat tomcat;
  private static Chromium chromium;
  private static Path base;

  @BeforeAll
  static void start() throws IOException {
    FleetData.store();
    base = Files.createTempDirectory(WarSettings.FOLDER, "sso-tomcat");
    List<String> options = new ArrayList<>(WarSettings.options(base));
    String signedOut = URLEncoder.encode(SITE + "signed-out", StandardCharsets.UTF_8);
    options.add("-Dvmgather.proxies.trusted=127.0.0.1");
    options.add("-Dvmgather.groups.export=vmgather-exporters");
    options.add("-Dvmgather.groups.import=vmgather-importers");
    options.add("-Dvmgather.groups.administrators=vmgather-administrators");
    options.add("-Dvmgather.identity.sign-out=/oidc/callback?logout=" + signedOut);
    options.add("-Dvmgather.audit.file=" + base.resolve("audit.log"));
    Path home = Path.of(System.getProperty("tomcat10.home"));
    tomcat = Tomcat.start(home, base, options, Integer.parseInt(ENV.get("SSO_TOMCAT_PORT")));
    for (String name : List.of("exporter", "importer")) {
      tomcat.deploy(WarSettings.FOLDER.resolve(name + ".war"), name);
    }
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    tomcat.close();
  }

  @Test
  void twoPeopleSignInAndExportAndNeitherReachesTheOthersWork() throws Exception {
    try (Visit alice = signedIn("alice");
        Visit bob = signedIn("bob");
        Visit carol = signedIn("carol")) {
      alice.says("place", "as alice");
      String of = export(alice);
      String own = export(bob);
      assertThat(jobs(alice)).containsExactly(of);
      assertThat(jobs(bob)).containsExactly(own);
      isNotThere(bob, of, archiveOf(alice, of));
      bob.page().navigate(EXPORTER + "#/export/" + of);
      bob.page().reload();
      bob.title("No such export");

      assertThat(audit()).contains("\"user\":\"alice\"", "\"user\":\"bob\"");
      JsonNode all = json(carol, "administration/jobs");
      assertThat(all.findValuesAsText("job_id")).contains(of, own);
      assertThat(all.findValuesAsText("user")).contains("alice", "bob");
      assertThat(get(bob, "administration/jobs", Map.of()).status()).isEqualTo(403);
      groupsOfTheProviderDecide(alice, bob);
    }
  }

  @Test
  void administratorSeesEverybodysJobsOnThePageAndEndsOne() throws Exception {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port);
        Visit bob = signedIn("bob");
        Visit carol = signedIn("carol")) {
      proxy.spoil(200, 100, proxy.stall());
      new ExporterWalk(bob).toSettings(Connection.to(proxy.url()));
      bob.click("start");
      bob.see("progress");
      assertThat(bob.page().getByTestId("everybody").count()).isZero();

      carol.page().reload();
      carol.says("everybody", "bob");
      carol.says("everybody", "127.0.0.1:" + URI.create(proxy.url()).getPort());
      carol.inspect("exporter-administration");
      carol.click("cancel-somebodys");
      carol.click("cancel-dialog-confirm");
      bob.title("Export cancelled");
      carol.says("somebodys-job", "canceled");
    }
  }

  /** Nobody answers the page before a new sign-in: it asks no more, and says what to do. */
  @Test
  void sessionThatEndsDuringAnExportIsNamedAndTheExportIsFoundAgain() throws Exception {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port);
        Visit carol = signedIn("carol")) {
      proxy.spoil(200, 100, proxy.stall());
      new ExporterWalk(carol).toSettings(Connection.to(proxy.url()));
      carol.page().route("**/api/export/events?*", Route::abort);
      carol.click("start");
      carol.see("progress");
      carol.page().context().clearCookies();
      carol.says("signed-out-message", "Your sign-in has ended");
      carol.says("signed-out-hint", "Load this page again");
      carol.see("progress");
      carol.page().reload();
      signIn(carol, "carol");
      carol.see("progress");
      carol.click("cancel");
      carol.click("cancel-dialog-confirm");
      carol.title("Export cancelled");
    }
  }

  private static void groupsOfTheProviderDecide(Visit alice, Visit bob) {
    APIResponse importer = alice.page().request().get(SITE + "importer/api/config");
    assertThat(importer.status()).isEqualTo(200);
    APIResponse refused = bob.page().request().get(SITE + "importer/api/config");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("You may not import");
  }

  @Test
  void headersThatSomebodySendsHimselfCountNowhere() throws Exception {
    Map<String, String> forged =
        Map.of("X-Forwarded-User", "alice", "X-Forwarded-Groups", "vmgather-administrators");
    try (Visit bob = signedIn("bob")) {
      JsonNode config = JSON.readTree(get(bob, "config", forged).body());
      assertThat(config.at("/user").asText()).isEqualTo("bob");
      assertThat(config.at("/administers").asBoolean()).isFalse();
      assertThat(get(bob, "administration/jobs", forged).status()).isEqualTo(403);
    }
    // From an address that is not the proxy's, straight to Tomcat.
    assertThat(straight("X-Forwarded-User: alice")).contains(" 401 ").contains("NOT_SIGNED_IN");
    try (Visit nobody = chromium.visit(EXPORTER)) {
      nobody.page().locator("#username").waitFor();
      APIResponse script =
          nobody
              .page()
              .request()
              .get(
                  EXPORTER + "api/config",
                  RequestOptions.create()
                      .setMaxRedirects(0)
                      .setHeader("Sec-Fetch-Mode", "cors")
                      .setHeader("X-Forwarded-User", "alice"));
      assertThat(script.status()).isEqualTo(401);
      assertThat(nobody.page().request().get(EXPORTER + "api/health").status()).isEqualTo(200);
    }
  }

  @Test
  void signingOutEndsTheSessionAndWithItTheCookie() {
    try (Visit alice = signedIn("alice")) {
      List<Cookie> cookies = alice.page().context().cookies(EXPORTER.toString());
      Cookie session =
          cookies.stream()
              .filter(cookie -> cookie.name.equals("mod_auth_openidc_session"))
              .findFirst()
              .orElseThrow();
      assertThat(session.secure).isTrue();
      assertThat(session.httpOnly).isTrue();
      assertThat(session.sameSite).isEqualTo(SameSiteAttribute.LAX);
      assertThat(cookies).extracting(cookie -> cookie.name).doesNotContain("JSESSIONID");

      Map<String, String> old = Map.of("Cookie", session.name + "=" + session.value);
      try (Visit thief = chromium.visit(EXPORTER)) {
        assertThat(get(thief, "config", old).status()).isEqualTo(200);
        alice.click("sign-out");
        alice.page().getByText("You are signed out of vmgather").waitFor();
        assertThat(get(thief, "config", old).status()).isEqualTo(401);
      }
      alice.page().navigate(EXPORTER.toString());
      alice.page().locator("#password").waitFor();
    }
  }

  @Test
  void pageWhoseSessionEndedSaysSoAndKeepsItsAnswers() {
    try (Visit alice = signedIn("alice")) {
      ExporterWalk walk = new ExporterWalk(alice);
      walk.mode("cluster");
      walk.fleetsRange();
      walk.connect(TestServers.to("SINGLE"));
      alice.see("connected");
      alice.page().context().clearCookies();
      alice.click("continue");
      alice.says("error-message", "Your sign-in has ended");
      alice.says("error-hint", "Load this page again");
      alice.page().reload();
      signIn(alice, "alice");
      alice.page().getByTestId("step-connection").waitFor();
      assertThat(walk.kept()).contains(Long.toString(FleetData.START));
    }
  }

  /** Comes to the page for the first time, and is led to Keycloak and back. */
  private static Visit signedIn(String user) {
    Visit visit = chromium.visit(EXPORTER);
    signIn(visit, user);
    visit.title("Gather metrics for support");
    return visit;
  }

  private static void signIn(Visit visit, String user) {
    visit.page().locator("#username").fill(user);
    visit.page().locator("#password").fill(ENV.get("SSO_PASSWORD"));
    visit.page().locator("#kc-login").click();
    visit.see("place");
  }

  /** An export of the fleet's components, compared with what the source holds; its id. */
  private static String export(Visit visit) throws IOException {
    ExporterWalk walk = new ExporterWalk(visit);
    walk.toSettings(TestServers.to("SINGLE"));
    walk.start();
    walk.bundleHolds(FleetData.samples("SINGLE"));
    String address = visit.page().url();
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private static void isNotThere(Visit visit, String id, String archive) throws IOException {
    for (String question :
        List.of(
            "export/status?id=" + id,
            "export/events?id=" + id,
            "export/map?id=" + id,
            "bundle/metrics?id=" + id,
            "download?path=" + URLEncoder.encode(archive, StandardCharsets.UTF_8))) {
      assertThat(get(visit, question, Map.of()).status()).as(question).isEqualTo(404);
    }
    String token = json(visit, "config").at("/csrf_token").asText();
    for (String order : List.of("cancel", "resume", "discard")) {
      RequestOptions options =
          RequestOptions.create()
              .setHeader("X-CSRF-Token", token)
              .setData(Map.of("job_id", id))
              .setMaxRedirects(0);
      APIResponse answer = visit.page().request().post(EXPORTER + "api/export/" + order, options);
      assertThat(answer.status()).as(order).isEqualTo(404);
    }
  }

  private static String archiveOf(Visit visit, String id) throws IOException {
    return json(visit, "export/status?id=" + id).at("/result/archive_path").asText();
  }

  private static List<String> jobs(Visit visit) throws IOException {
    return json(visit, "export/jobs").findValuesAsText("job_id");
  }

  private static JsonNode json(Visit visit, String path) throws IOException {
    APIResponse answer = get(visit, path, Map.of());
    assertThat(answer.status()).as(path).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** With the visit's own cookies, as a script in its browser would ask. */
  private static APIResponse get(Visit visit, String path, Map<String, String> headers) {
    RequestOptions options =
        RequestOptions.create().setMaxRedirects(0).setHeader("Sec-Fetch-Mode", "cors");
    headers.forEach(options::setHeader);
    APIRequestContext request = visit.page().request();
    return request.get(EXPORTER + "api/" + path, options);
  }

  private static String straight(String header) throws IOException {
    InetAddress other = InetAddress.getByName("127.0.0.3");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Socket socket = new Socket(loopback, tomcat.address().getPort(), other, 0)) {
      String request =
          "GET /exporter/api/config HTTP/1.1\r\nHost: vm\r\nConnection: close\r\n"
              + header
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String audit() throws IOException {
    return Files.readString(base.resolve("audit.log"));
  }
}
