package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.vmgather.Apart;
import io.vmgather.LocalEnv;
import io.vmgather.common.vm.StubServer;
import io.vmgather.process.Vmgather.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line that people and today's clients use, against the real servers. */
@Apart
class CommandLineIT {
  private static final LocalEnv ENV = LocalEnv.read();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CANARY = "c4nary-Secret-7f3a";

  private static final Pattern OWN_LINE =
      Pattern.compile(
          "warning: |looking for |connecting|checking |packing |done| *\\d+%  batch|waiting to "
              + "|(bundle|size|sha-256|contents|range|hidden|elsewhere|leak scan|only there|look at|time) ");

  @TempDir Path folder;

  @Test
  void todaysJsonMakesABundleAndLeavesStandardOutputEmpty() throws Exception {
    Vmgather vmgather = Vmgather.in(folder);
    Path config = Files.writeString(folder.resolve("config.json"), todaysJson());

    Ended ended =
        vmgather.run("-oneshot=true", "-oneshot-config=" + config, "-output=" + vmgather.output);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(vmgather.bundle()).hasFileName("support.zip");
    assertThat(text(vmgather.bundle(), "metrics.jsonl"))
        .contains("\"job\":\"")
        .doesNotContain("\"job\":\"test1\"", "127.0.0.1");
    assertThat(ended.err())
        .contains("sha-256")
        .contains("warning: the batch interval of 10 s was raised to 30 s")
        .doesNotContain("\u001b", "\r");
    assertThat(ended.err().lines()).allMatch(line -> OWN_LINE.matcher(line).lookingAt());
  }

  @Test
  void minimalJsonOnStandardInputGivesPureLinesOnStandardOutput() throws Exception {
    Vmgather vmgather = Vmgather.in(folder).stdin(minimalJson());

    Ended ended = vmgather.run("--oneshot", "--oneshot-config", "-", "--export-stdout");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    List<String> lines = Files.readAllLines(ended.outFile());
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      JsonNode parsed = JSON.readTree(line);
      assertThat(parsed.path("metric").isObject()).isTrue();
      assertThat(parsed.path("values")).hasSameSizeAs(parsed.path("timestamps"));
    }
    assertThat(ended.err()).contains("contents", "range");
    assertThat(vmgather.files()).isEmpty();
  }

  @Test
  void bundleIsInspectedAndItsTokensAreReadBack() {
    Vmgather vmgather = Vmgather.in(folder).with("VMGATHER_URL", ENV.get("SINGLE_URL"));
    Path map = folder.resolve("private.json");
    Ended export =
        vmgather.run(
            "export", "--last", "5m", "--output", vmgather.output.toString(), "--map=" + map);
    assertThat(export.exitCode()).as(export.err()).isZero();
    String bundle = vmgather.bundle().toString();

    Ended inspect = vmgather.run("inspect", bundle);
    assertThat(inspect.exitCode()).as(inspect.err()).isZero();
    assertThat(inspect.err()).isEmpty();
    assertThat(inspect.out()).contains("checksum", "as the manifest says", "instance");

    String token = inspect.out().replaceFirst("(?s).*\njobs +([^,\\s]+).*", "$1");
    Ended decode = vmgather.run("decode", bundle, "--map", map.toString(), token);
    assertThat(decode.exitCode()).as(decode.err()).isZero();
    assertThat(decode.out()).contains(token).containsPattern("job");
  }

  @Test
  void discoverShowsComponentsOnStandardOutput() {
    Ended ended =
        Vmgather.in(folder).run("discover", "--url", ENV.get("SINGLE_URL"), "--last", "5m");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("source", "vmagent", "series", "estimate");
    assertThat(ended.err()).contains("answered");
  }

  @Test
  void helpExplainsUnitsAndDefaults() {
    Ended ended = Vmgather.in(folder).run("export", "--help");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().replaceAll("\\s+", " "))
        .contains("units: s, m, h, d, w", "Default: 1h", "Default: instance,job", "30s to 24h")
        .contains("~/Downloads/vmgather", "VMGATHER_PASSWORD", "VMGATHER_JAVA_OPTS");
  }

  @Test
  void wrongUsageEndsWithTwoAndSaysSoOnStandardErrorOnly() {
    Ended ended = Vmgather.in(folder).run("export", "--frequently");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("Unknown option: '--frequently'");
  }

  @Test
  void withoutAFolderTheBundleGoesToTheHomesDownloads() {
    Vmgather vmgather = Vmgather.in(folder);
    assertThat(vmgather.run(shortExport()).exitCode()).isZero();
    assertThat(vmgather.bundle()).hasParent(vmgather.home.resolve("Downloads/vmgather"));
  }

  @Test
  void whereTheHomeTakesNothingTheBundleGoesToExportsHere() throws IOException {
    Vmgather vmgather = Vmgather.in(folder);
    vmgather.with("HOME", Files.createFile(folder.resolve("no-folder")).toString());
    assertThat(vmgather.run(shortExport()).exitCode()).isZero();
    assertThat(vmgather.bundle()).hasParent(vmgather.current.resolve("exports"));
  }

  @Test
  void passwordFromTheEnvironmentAndTokenFromAFileSignInAndShowNowhere() throws Exception {
    Vmgather vmgather = Vmgather.in(folder);
    String password = ENV.get("VMAUTH_BASIC_PASSWORD");
    vmgather.with("VMGATHER_PASSWORD", password);
    Ended basic = vmgather.run(signedIn("--username", ENV.get("VMAUTH_BASIC_USER")));
    assertThat(basic.exitCode()).as(basic.err()).isZero();
    showsNowhere(password, vmgather, basic);

    Vmgather second = Vmgather.in(folder.resolve("second"));
    String token = ENV.get("VMAUTH_BEARER_TOKEN");
    Path file = Files.writeString(folder.resolve("token"), token + "\n");
    Ended bearer = second.run(signedIn("--token-file", file.toString()));
    assertThat(bearer.exitCode()).as(bearer.err()).isZero();
    showsNowhere(token, second, bearer);
  }

  /** The variables may be of another server: what the command says goes before them. */
  @Test
  void signInOfTheCommandGoesBeforeTheVariables() throws Exception {
    AtomicReference<String> received = new AtomicReference<>();
    Path file = Files.writeString(folder.resolve("password"), "right\n");
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) -> {
              received.set(exchange.getRequestHeaders().getFirst("Authorization"));
              StubServer.send(exchange, 403, "no");
            })) {
      Vmgather vmgather = Vmgather.in(folder).alone().with("VMGATHER_TOKEN", CANARY);
      String[] signIn = {"--username", "reader", "--password-file", file.toString()};
      vmgather.run("export", "--url", server.url(), signIn[0], signIn[1], signIn[2], signIn[3]);
      assertThat(received).hasValue(basic("reader:right"));

      String ofReader = server.url().replace("://", "://reader@");
      vmgather.with("VMGATHER_PASSWORD", "left").run("export", "--url", ofReader);
      assertThat(received).hasValue(basic("reader:left"));

      vmgather.run("export", "--url", server.url());
      assertThat(received).hasValue("Bearer " + CANARY);

      received.set(null);
      vmgather.with("VMGATHER_TOKEN", "").run("export", "--url", server.url());
      assertThat(received).hasNullValue();

      int asked = server.asked().size();
      Ended alone = vmgather.run("export", "--url", server.url(), "--header-file", file.toString());
      assertThat(alone.exitCode()).isEqualTo(2);
      assertThat(server.asked()).hasSize(asked);
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void seriesThatDroppedLabelsMakeEqualAreToldOf() {
    Vmgather vmgather = Vmgather.in(folder).alone();
    String[] export = {"export", "--url", ENV.get("SINGLE_URL"), "--last", "5m"};
    Ended ended =
        vmgather.run(
            Stream.concat(
                    Stream.of(export),
                    Stream.of(
                        "--selector={__name__=\"up\"}",
                        "--drop=instance,job,tenant",
                        "--no-obfuscation"))
                .toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).containsPattern("warning: \\d+ series became equal to others");
  }

  @Test
  void folderMayBeCalledLikeACommand() throws Exception {
    Vmgather vmgather = Vmgather.in(folder).alone().stdin(minimalJson());
    Ended ended = vmgather.run("-oneshot", "-oneshot-config", "-", "-output", "export");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(vmgather.bundle()).hasParent(vmgather.current.resolve("export"));
  }

  @Test
  void aHeaderThatTheServerRepeatsInItsErrorIsNotShown() throws Exception {
    AtomicReference<String> received = new AtomicReference<>();
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) -> {
              received.set(exchange.getRequestHeaders().getFirst("X-Api-Key"));
              StubServer.send(exchange, 403, "not allowed: " + received.get());
            })) {
      Vmgather vmgather = Vmgather.in(folder).alone().with("VMGATHER_HEADER_VALUE", CANARY);
      Ended ended = vmgather.run("export", "--url", server.url(), "--header", "X-Api-Key");

      assertThat(received).hasValue(CANARY);
      assertThat(server.asked()).hasSize(1);
      assertThat(ended.exitCode()).isEqualTo(1);
      showsNowhere(CANARY, vmgather, ended);
    }
  }

  @Test
  void aTypedPasswordSignsInAndIsNotShownOnTheTerminal() throws Exception {
    AtomicReference<String> received = new AtomicReference<>();
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) -> {
              received.set(asked.authorization());
              StubServer.send(exchange, 401, "");
            })) {
      // A terminal of its own: script runs its command in one and shows it on standard output.
      Vmgather vmgather = Vmgather.in(folder).typing().under(onATerminal());
      Process process = vmgather.start("export", "--url", server.url(), "--username", "support");
      Path screen = folder.resolve("streams/out");
      Until.holds(Duration.ofSeconds(30), "the prompt", () -> shows(screen, "Password of support"));
      try (OutputStream keyboard = process.getOutputStream()) {
        keyboard.write((CANARY + "\n").getBytes(StandardCharsets.US_ASCII));
        keyboard.flush();
        Ended ended = vmgather.await(process);
        assertThat(ended.exitCode()).isEqualTo(1);
        showsNowhere(CANARY, vmgather, ended);
      }
      String credentials = "support:" + CANARY;
      assertThat(received.get())
          .isEqualTo(
              "Basic "
                  + java.util.Base64.getEncoder()
                      .encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Test
  void onATerminalOneLineRewritesItself() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (StubServer server =
        StubServer.answering((exchange, asked) -> answerAfter(end, exchange))) {
      Vmgather vmgather = Vmgather.in(folder).under(onATerminal());
      Process process = vmgather.start("export", "--url", server.url());
      Path screen = folder.resolve("streams/out");
      Until.holds(
          Duration.ofSeconds(30),
          "a line rewrites itself",
          () -> shows(screen, "\rconnecting\u001b[K"));
      end.countDown();
      assertThat(vmgather.await(process).exitCode()).isEqualTo(1);
    }
  }

  @Test
  void secretsAreInNoProcesssArguments() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (StubServer server =
        StubServer.answering(
            (exchange, request) -> {
              asked.countDown();
              answerAfter(end, exchange);
            })) {
      Vmgather vmgather = Vmgather.in(folder).with("VMGATHER_TOKEN", CANARY);
      Process process = vmgather.start("export", "--url", server.url());
      asked.await();
      List<ProcessHandle> both = process.descendants().toList();
      assertThat(both).hasSize(1);
      for (ProcessHandle one : List.of(process.toHandle(), both.get(0))) {
        assertThat(Files.readString(Path.of("/proc/" + one.pid() + "/cmdline")))
            .contains("vmgather.jar")
            .doesNotContain(CANARY);
      }
      end.countDown();
      showsNowhere(CANARY, vmgather, vmgather.await(process));
    }
  }

  private static void answerAfter(CountDownLatch end, HttpExchange exchange) throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    StubServer.send(exchange, 401, "");
  }

  private static String[] onATerminal() {
    return new String[] {
      "sh",
      "-c",
      "exec script --quiet --return --command \"$(printf '%s ' \"$@\")\" /dev/null",
      "sh"
    };
  }

  private static boolean shows(Path screen, String text) {
    try {
      return Files.readString(screen).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private static void showsNowhere(String secret, Vmgather vmgather, Ended ended)
      throws IOException {
    assertThat(ended.err()).doesNotContain(secret);
    assertThat(ended.out()).doesNotContain(secret);
    for (Path file : vmgather.files()) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
      if (file.toString().endsWith(".zip")) {
        for (String entry : List.of("metrics.jsonl", "metadata.json", "README.txt")) {
          assertThat(text(file, entry)).doesNotContain(secret);
        }
      }
    }
  }

  private static String text(Path bundle, String entry) throws IOException {
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      ZipEntry found = zip.getEntry(entry);
      return new String(zip.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String[] shortExport() {
    return new String[] {"export", "--url", ENV.get("SINGLE_URL"), "--last", "2m"};
  }

  private static String[] signedIn(String option, String value) {
    return new String[] {
      "export", "--url", ENV.get("VMAUTH_URL"), "--last", "2m", option, value, "--selector", "up"
    };
  }

  private static String minimalJson() {
    Instant now = Instant.now();
    return "{\"connection\":{\"url\":\""
        + ENV.get("SINGLE_URL")
        + "\"},\"time_range\":{\"start\":\""
        + now.minusSeconds(300)
        + "\",\"end\":\""
        + now
        + "\"}}";
  }

  private static String todaysJson() {
    String minimal = minimalJson();
    return minimal.substring(0, minimal.length() - 1)
        + """
        , "components": [], "jobs": ["test1"], "mode": "custom", "query_type": "selector",
        "query": "{job=~\\"test.*\\"}", "metric_step_seconds": 0, "staging_dir": "",
        "obfuscation": {"enabled": true, "obfuscate_instance": true, "obfuscate_job": true,
          "preserve_structure": true, "custom_labels": [], "drop_labels": []},
        "batching": {"enabled": true, "strategy": "custom", "custom_interval_seconds": 10},
        "output_settings": {"format": "jsonl", "compression": "zip", "archive_name": "support"},
        "a_field_of_tomorrow": {"with": ["anything"]}}
        """;
  }
}
