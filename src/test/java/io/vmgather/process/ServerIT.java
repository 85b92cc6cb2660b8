package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmgather.Apart;
import io.vmgather.process.Vmgather.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as a server: how it is started, reached and ended. */
@Apart
class ServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 10;
  private static final Pattern ADDRESS =
      Pattern.compile(" is at (http://\\S+?/)(\\?token=(\\S+))?\\s");

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private Vmgather vmgather;
  private Process process;
  private String url;
  private String token;

  @AfterEach
  void endWhatIsLeft() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void healthAndPageAnswerWithTheirTypes() throws Exception {
    serve(alone(), "-addr", "localhost:0", "-no-browser");

    HttpResponse<String> health = get("api/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"status\":\"ok\"");
    HttpResponse<String> page = get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<!doctype html>");
    assertThat(type(page)).startsWith("text/html");
    assertThat(token).isNull();
  }

  @Test
  void pageIsSentAgainOnlyWhenItChanged() throws Exception {
    serve(alone(), "-addr", "localhost:0", "-no-browser");
    String tag = get("").headers().firstValue("ETag").orElseThrow();

    assertThat(get("", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  /** What a page that rebinds its name to this machine would send. */
  @Test
  void anotherNameThanThisMachinesIsRefusedOnEveryPath() throws Exception {
    serve(alone(), "-addr", "127.0.0.1:0", "-no-browser");

    for (String path : List.of("/", "/main.js", "/api/config", "/api/export/jobs", "/none")) {
      assertThat(statusLine(path, "evil.example")).as(path).startsWith("HTTP/1.1 403 ");
      assertThat(statusLine(path, "127.0.0.1.evil.example")).startsWith("HTTP/1.1 403 ");
    }
    assertThat(statusLine("/api/config", "localhost")).startsWith("HTTP/1.1 200 ");
    assertThat(statusLine("/api/config", "127.0.0.1")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void nothingBesideThePagesIsServed() throws Exception {
    serve(alone(), "-addr", "127.0.0.1:0", "-no-browser");

    for (String path :
        List.of(
            "/META-INF/MANIFEST.MF",
            "/../../META-INF/MANIFEST.MF",
            "/%2e%2e/%2e%2e/META-INF/MANIFEST.MF",
            "/..%2f..%2fMETA-INF/MANIFEST.MF",
            "/..;/..;/META-INF/MANIFEST.MF",
            "/webapp/exporter/index.html",
            "/WEB-INF/web.xml",
            "/api/application.wadl",
            "/io/vmgather/launcher/Main.class")) {
      assertThat(statusLine(path)).as(path).matches("HTTP/1.1 (400|403|404) .*");
    }
  }

  @Test
  void busyPortFallsBackToAFreeOneAndSaysSo() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      serve(alone(), "-addr", "127.0.0.1:" + busy.getLocalPort(), "-no-browser");

      assertThat(get("api/health").statusCode()).isEqualTo(200);
      assertThat(url).doesNotContain(":" + busy.getLocalPort() + "/");
      assertThat(vmgather.out()).contains("port " + busy.getLocalPort() + " can't be had");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-addr=[::1]:0", "--addr=127.0.0.1:0"})
  void addressMayBeOfEitherFamilyAndWrittenEitherWay(String option) throws Exception {
    serve(alone(), option, "--no-browser");

    assertThat(get("api/health").statusCode()).isEqualTo(200);
  }

  /** A name that is allowed beside them takes none of the machine's own away. */
  @Test
  void nameThatIsBoundIsTheNameThatIsPrintedAndAnswersBesideOneThatIsAllowed() throws Exception {
    String name = InetAddress.getLocalHost().getHostName();
    serve(
        alone().with("VMGATHER_HOSTS_ALLOW", "vmgather.example.com"),
        "-addr",
        name + ":0",
        "-no-browser");

    assertThat(URI.create(url).getHost()).isEqualTo(name);
    String bearer = "Bearer " + token;
    assertThat(get("api/health", "Authorization", bearer).statusCode()).isEqualTo(200);
    InetAddress bound = InetAddress.getByName(name);
    assertThat(statusLine("/api/health", "vmgather.example.com", bound)).doesNotContain(" 403");
    assertThat(statusLine("/api/health", bound.getHostAddress(), bound)).doesNotContain(" 403");
    assertThat(statusLine("/api/health", "evil.example.com", bound)).contains(" 403");
  }

  @Test
  void propertiesOfTheFirstProcessCountAndTheUsualFolderIsNotMadeWhereAnotherIsNamed()
      throws Exception {
    Path bundles = folder.resolve("bundles");
    serve(
        vmgather()
            .with("VMGATHER_OUTPUT_ROOT", bundles.toString())
            .java("-Dvmgather.upload.max-bytes=7MiB"),
        "importer",
        "-addr",
        "localhost:0",
        "-no-browser");

    assertThat(get("api/config").body()).contains("\"upload_bytes\":7340032");
    assertThat(bundles).isDirectory();
    assertThat(vmgather.home.resolve("Downloads")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "api/health", "nothing", "api/nothing?token=wrong", "page.css"})
  void openServerTellsStrangersNothing(String path) throws Exception {
    serve(alone(), "-addr", "0.0.0.0:0", "-no-browser");

    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(type(answer)).isEqualTo("application/json");
    assertThat(answer.body())
        .contains(
            "\"status\":401", "\"code\":\"NOT_SIGNED_IN\"", "\"retryable\":false", "\"hint\":\"")
        .doesNotContain(token);
    assertThat(get(path, "Authorization", "Bearer " + token + "x").statusCode()).isEqualTo(401);
    assertThat(get(path, "Cookie", cookieName() + "=wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void printedAddressBecomesACookieAndLeavesTheBrowsersHistory() throws Exception {
    serve(alone(), "-addr", ":0", "-no-browser");

    HttpResponse<String> first = get("page?a=1&token=" + token + "&b=2");

    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location")).hasValue("./page?a=1&b=2");
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");
    String pair = cookie.substring(0, cookie.indexOf(';'));
    assertThat(get("api/health", "Cookie", pair).statusCode()).isEqualTo(200);
    assertThat(get("", "Cookie", pair).statusCode()).isEqualTo(200);
    assertThat(get("api/health", "Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
  }

  @Test
  void foldersAreShownOnThisMachineOnlyWhateverHeadersSay() throws Exception {
    serve(alone(), "-addr", "0.0.0.0:0", "-no-browser");
    String own = "127.0.0.1";
    String outer = outerAddress();
    String bearer = "Bearer " + token;

    url = url.replaceFirst("//[^:/]+", "//" + outer);
    HttpResponse<String> refused =
        get("api/fs/list?path=/", "Authorization", bearer, "X-Forwarded-For", own);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("\"code\":\"FORBIDDEN\"", "\"hint\":\"");
    assertThat(get("api/config", "Authorization", bearer, "X-Forwarded-For", own).body())
        .contains("\"supports_dir_picker\":false", "\"supports_dir_prepare\":false");

    url = url.replace("//" + outer, "//" + own);
    assertThat(
            get("api/fs/list?path=/", "Authorization", bearer, "X-Forwarded-For", outer)
                .statusCode())
        .isEqualTo(200);
    assertThat(get("api/config", "Authorization", bearer).body())
        .contains("\"supports_dir_picker\":true", "\"supports_dir_prepare\":true");
  }

  /** One of this machine by which others reach it; connections to it come from it, too. */
  private static String outerAddress() throws SocketException {
    Optional<InetAddress> address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(Inet4Address.class::isInstance)
            .filter(one -> !one.isLoopbackAddress())
            .findFirst();
    assumeTrue(address.isPresent(), "this machine has a network");
    return address.get().getHostAddress();
  }

  @Test
  void chosenTokenIsAskedForOnThisMachineToo() throws Exception {
    String chosen = "a-token-of-my-own-0123456789";
    serve(alone().with("VMGATHER_ACCESS_TOKEN", chosen), "-addr", "localhost:0", "-no-browser");

    assertThat(token).isEqualTo(chosen);
    assertThat(get("api/health").statusCode()).isEqualTo(401);
    assertThat(get("api/health", "Authorization", "Bearer " + chosen).statusCode()).isEqualTo(200);
  }

  @Test
  void terminationOfTheFirstProcessEndsBothInOrder() throws Exception {
    serve(vmgather(), "-addr", "localhost:0", "-no-browser");
    List<ProcessHandle> all = programs();
    assertThat(all).hasSizeGreaterThan(1);

    signal("TERM", process.toHandle());

    endsInOrder(all);
  }

  @Test
  void secondCtrlCDoesNotBreakTheOrderlyEnd() throws Exception {
    serve(vmgather().under("env", "--default-signal=INT"), "-addr", "localhost:0", "-no-browser");
    List<ProcessHandle> all = programs();

    assertThat(Signals.send("INT", all)).isZero();
    // Who has ended already hears nothing.
    assertThat(Signals.send("INT", all)).isBetween(0, 1);

    endsInOrder(all);
  }

  @Test
  void deathOfTheFirstProcessEndsTheServer() throws Exception {
    serve(vmgather(), "-addr", "localhost:0", "-no-browser");
    List<ProcessHandle> children = process.children().filter(ServerIT::isServer).toList();
    assertThat(children).isNotEmpty();

    process.destroyForcibly();

    Until.holds(
        Duration.ofSeconds(STOP_SECONDS),
        "the server is gone",
        () -> children.stream().noneMatch(ProcessHandle::isAlive) || !answers());
  }

  @Test
  void wrongOptionsSayWhatIsWrong() {
    Ended unknown = alone().run("-adr", ":0");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("Unknown option").contains("-adr");

    Ended address = Vmgather.in(folder.resolve("address")).alone().run("-addr", "8080");
    assertThat(address.exitCode()).isEqualTo(2);
    assertThat(address.err()).contains("-addr 8080 is no host:port", "localhost:8080");

    Ended foreign = Vmgather.in(folder.resolve("foreign")).alone().run("-addr", "192.0.2.1:0");
    assertThat(foreign.exitCode()).isEqualTo(2);
    assertThat(foreign.err()).contains("192.0.2.1").doesNotContain("Exception");

    Ended weak =
        Vmgather.in(folder.resolve("weak"))
            .alone()
            .with("VMGATHER_ACCESS_TOKEN", "secret")
            .run("-addr", "localhost:0");
    assertThat(weak.exitCode()).isEqualTo(2);
    assertThat(weak.err()).contains("VMGATHER_ACCESS_TOKEN").doesNotContain("secret");
  }

  @Test
  void browserIsOpenedOnADesktop() throws Exception {
    Path opened = folder.resolve("opened");
    serve(desktop(opened), "-addr", "localhost:0");

    Until.holds(PATIENCE, "the browser is opened", () -> Files.exists(opened));

    assertThat(opened).hasContent(url);
  }

  @Test
  void tokenStandsOnNoCommandLine() throws Exception {
    Path opened = folder.resolve("opened");
    serve(desktop(opened), "-addr", ":0");
    Until.holds(PATIENCE, "the browser is opened", () -> Files.exists(opened));

    String shown = Files.readString(opened).strip();

    assertThat(shown).startsWith(url + "?token=").doesNotContain(token);
    assertThat(get(shown.substring(url.length())).statusCode()).isEqualTo(303);
    assertThat(get(shown.substring(url.length())).statusCode()).isEqualTo(401);
  }

  @Test
  void noBrowserIsOpenedWhenNoneIsWantedOrSeen() throws Exception {
    Path opened = folder.resolve("opened");
    serve(desktop(opened), "-addr", "localhost:0", "-no-browser");
    endsInOrder();
    serve(desktop(opened).with("DISPLAY", ""), "-addr", "localhost:0");
    endsInOrder();

    assertThat(opened).doesNotExist();
  }

  private Vmgather vmgather() {
    return Vmgather.in(folder).with("DISPLAY", "").with("WAYLAND_DISPLAY", "");
  }

  private Vmgather alone() {
    return vmgather().alone();
  }

  /** A desktop whose browser writes down what it is asked to open. */
  private Vmgather desktop(Path opened) throws IOException {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path browser = programs.resolve("xdg-open");
    String made = opened + ".new";
    Files.writeString(
        browser,
        "#!/bin/sh\nprintf '%s' \"$1\" > '" + made + "' && mv '" + made + "' '" + opened + "'\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    return alone().with("DISPLAY", ":99").with("PATH", programs + ":" + System.getenv("PATH"));
  }

  private void serve(Vmgather program, String... arguments) throws IOException {
    vmgather = program;
    process = program.start(arguments);
    Until.holds(
        PATIENCE,
        "the address is printed",
        () -> ADDRESS.matcher(program.out()).find() || !process.isAlive());
    Matcher address = ADDRESS.matcher(program.out());
    assertThat(address.find()).as(program.err()).isTrue();
    url = address.group(1);
    token = address.group(3);
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  private String cookieName() {
    return "vmgather_access_" + URI.create(url).getPort();
  }

  /** Without what a client does to a path before it sends it. */
  private String statusLine(String path) throws IOException {
    return statusLine(path, "localhost");
  }

  private String statusLine(String path, String host) throws IOException {
    return statusLine(path, host, InetAddress.getLoopbackAddress());
  }

  private String statusLine(String path, String host, InetAddress server) throws IOException {
    try (Socket socket = new Socket(server, URI.create(url).getPort())) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }

  private boolean answers() {
    try {
      return get("api/health").statusCode() == 200;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private List<ProcessHandle> programs() {
    List<ProcessHandle> all =
        new ArrayList<>(process.children().filter(ServerIT::isServer).toList());
    all.add(process.toHandle());
    return all;
  }

  /** The other child makes the class archive, and is meant to live on. */
  private static boolean isServer(ProcessHandle child) {
    return child
        .info()
        .arguments()
        .map(List::of)
        .filter(words -> words.contains("io.vmgather.launcher.Main"))
        .isPresent();
  }

  private void endsInOrder() throws InterruptedException {
    signal("TERM", process.toHandle());
    endsInOrder(List.of(process.toHandle()));
  }

  private void endsInOrder(List<ProcessHandle> all) throws InterruptedException {
    assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).as(vmgather.err()).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(vmgather.err()).isEmpty();
  }

  private static void signal(String name, ProcessHandle to) {
    assertThat(Signals.send(name, List.of(to))).isZero();
  }
}
