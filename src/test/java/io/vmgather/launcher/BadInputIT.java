package io.vmgather.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.LocalEnv;
import io.vmgather.common.vm.StubServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong input ends with a message that names it, what to try, and no file. */
class BadInputIT {
  private static final LocalEnv ENV = LocalEnv.read();
  private static final String SINGLE = ENV.get("SINGLE_URL");
  private static final String CANARY = "c4nary-Secret-7f3a";
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  static Stream<Arguments> wrongOptions() {
    return Stream.of(
        wrong(
            USAGE,
            "must precede end",
            "--start",
            "2026-01-02T00:00:00Z",
            "--end",
            "2026-01-01T00:00:00Z"),
        wrong(USAGE, "\"yesterday\" is not a time in RFC 3339", "--start", "yesterday"),
        wrong(USAGE, "\"soon\" is no length of time", "--last", "soon"),
        wrong(USAGE, "too long a time", "--last", "99999999999999999999d"),
        wrong(USAGE, "before 1970", "--last", "99999999d"),
        wrong(USAGE, "holds no samples", "--start", "9999-01-01T00:00:00Z"),
        wrong(USAGE, "is no length of time", "--batch", "often"),
        wrong(USAGE, "--step is no whole number of seconds", "--step", "500ms"),
        wrong(USAGE, "contradict each other", "--selector", "up", "--query", "up"),
        wrong(USAGE, "Unknown kind of sign-in: kerberos", "--auth", "kerberos"),
        wrong(USAGE, "selector", "--selector", "{job="),
        wrong(USAGE, "Unknown option", "--obfuscated", "job"),
        wrong(FAILED, "query", "--query", "sum(rate(up[5m])", "--step", "30s"),
        wrong(FAILED, "no sample matches", "--selector", "{job=\"of_nobody\"}"),
        wrong(FAILED, "a file has that name", "--output", "pom.xml"),
        wrong(FAILED, "can't be made", "--output", "/dev/null/below"),
        wrong(FAILED, "the staging f", "--staging", "/proc"));
  }

  private static Arguments wrong(int exitCode, String message, String... options) {
    return Arguments.of(exitCode, message, List.of(options));
  }

  @ParameterizedTest
  @MethodSource("wrongOptions")
  void wrongOption(int exitCode, String message, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("export", "--url", SINGLE));
    arguments.addAll(options);
    fails(exitCode, message, arguments);
  }

  @Test
  void noAddress() throws IOException {
    fails(USAGE, "Give --url URL, or set VMGATHER_URL.", List.of("export"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http//127.0.0.1:8428", "ftp://127.0.0.1", "http://127.0.0.1:84280", "http://"})
  void addressWithATypo(String url) throws IOException {
    fails(USAGE, "field: connection.url", List.of("export", "--url", url));
  }

  @Test
  void unknownHost() throws IOException {
    fails(FAILED, "DNS", List.of("export", "--url", "http://no-such-host.invalid:8428"));
  }

  @Test
  void refusedPortFailsSoon() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    long begin = System.nanoTime();
    fails(
        FAILED,
        "Connection refused by 127.0.0.1, port " + port,
        List.of("export", "--url", "http://127.0.0.1:" + port));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void wrongPasswordIsSentOnceOnly() throws IOException {
    try (StubServer server = StubServer.answering(401, "who are you?")) {
      Path password = Files.writeString(folder.resolve("password"), CANARY);
      fails(
          FAILED,
          "refuses the sign-in",
          List.of(
              "export",
              "--url",
              server.url(),
              "--username",
              "me",
              "--password-file",
              "" + password));
      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  void wrongPasswordAtVmauth() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), CANARY);
    fails(
        FAILED,
        "refuses the sign-in",
        List.of(
            "export",
            "--url",
            ENV.get("VMAUTH_URL"),
            "--username",
            "me",
            "--password-file",
            "" + password));
  }

  @Test
  void sourceWithoutAnyComponent() throws IOException {
    String empty = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
    try (StubServer server = StubServer.answering(200, empty)) {
      fails(
          FAILED,
          "no VictoriaMetrics component was found",
          List.of("export", "--url", server.url(), "--last", "1h"));
    }
  }

  static Stream<Arguments> wrongJson() {
    return Stream.of(
        json("", "empty"),
        json("null", "empty"),
        json("[]", "no JSON object"),
        json("{\"connection\":{\"auth\":{\"password\":\"" + CANARY + "\"", "no JSON: line 1"),
        json(
            "{\"connection\":{\"auth\":{\"password\":{\"" + CANARY + "\":1}}}}",
            "connection.auth.password"),
        json("{\"connection\":\"" + CANARY + "\"}", "connection"),
        json("{}", "connection is missing"),
        json(with("\"a\":1").replace("time_range", "when"), "time_range is missing"),
        json(with("\"jobs\":\"all\""), "jobs"),
        json(
            with("\"batching\":{\"custom_interval_seconds\":\"" + CANARY + "\"}"),
            "batching.custom_interval_seconds"),
        json(
            with("\"batching\":{\"custom_interval_seconds\":1e30}"),
            "batching.custom_interval_seconds"),
        json(
            with("\"batching\":{\"custom_interval_seconds\":-5}"),
            "batching.custom_interval_seconds"),
        json(with("\"batching\":{\"strategy\":\"magic\"}"), "batching.strategy"),
        json(with("\"metric_step_seconds\":-1"), "metric_step_seconds"),
        json(with("\"metric_step_seconds\":9223372036854775807"), "metric_step_seconds"),
        json(with("\"mode\":\"wild\""), "mode"),
        json(with("\"mode\":\"custom\""), "the query is missing"),
        json(with("\"staging_dir\":\"a\\u0000b\""), "staging_dir"),
        json(
            with("\"output_settings\":{\"archive_name\":\"../up\"}"),
            "output_settings.archive_name"),
        json(
            with("\"output_settings\":{\"archive_name\":\"/tmp/x\"}"),
            "output_settings.archive_name"),
        json(with("\"output_settings\":{\"archive_name\":\"..\"}"), "output_settings.archive_name"),
        json(
            with("\"output_settings\":{\"archive_name\":\"" + "ж".repeat(150) + "\"}"),
            "output_settings.archive_name"),
        json(
            with("\"output_settings\":{\"archive_name\":\"what?\"}"),
            "output_settings.archive_name"));
  }

  private static Arguments json(String text, String message) {
    return Arguments.of(text, message);
  }

  private static String with(String field) {
    return "{\"connection\":{\"url\":\""
        + SINGLE
        + "\",\"auth\":{\"type\":\"none\",\"password\":\""
        + CANARY
        + "\"}},\"time_range\":{\"start\":\"2026-01-01T00:00:00Z\",\"end\":\"2026-01-01T01:00:00Z\"},"
        + field
        + "}";
  }

  @ParameterizedTest
  @MethodSource("wrongJson")
  void wrongJson(String text, String message) throws IOException {
    Path config = Files.writeString(folder.resolve("config.json"), text);
    fails(USAGE, message, List.of("-oneshot", "-oneshot-config", config.toString()));
  }

  @Test
  void jsonThatIsNotThere() throws IOException {
    fails(FAILED, "there is no file", List.of("-oneshot", "-oneshot-config", "/no/such/file"));
    fails(USAGE, "-oneshot needs -oneshot-config", List.of("-oneshot"));
    fails(USAGE, "-oneshot-config and -export-stdout need -oneshot", List.of("-export-stdout"));
  }

  private void fails(int exitCode, String message, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(options);
    Path output = folder.resolve("output");
    if (!options.contains("--output")) {
      arguments.addAll(List.of("--output", output.toString()));
    }
    String[] args = arguments.toArray(String[]::new);
    int exit = CommandLineTool.commandLine(args).setErr(new PrintWriter(err, true)).execute(args);

    assertThat(err.toString()).contains(message).doesNotContain(CANARY, "Exception", "\tat ");
    assertThat(exit).as(err.toString()).isEqualTo(exitCode);
    assertThat(filesIn(output)).isEmpty();
    err.getBuffer().setLength(0);
  }

  private static List<Path> filesIn(Path output) throws IOException {
    if (!Files.exists(output)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
