package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages of {@code deploy/}, command by command, but for the port and the servers allowed. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeployPagesIT {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Pattern TOMCAT_PORT = Pattern.compile("\"http-nio-auto-1-(\\d+)\"");
  private static final Pattern JETTY_PORT =
      Pattern.compile("Started oejs\\.ServerConnector.*:(\\d+)\\}");

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void tomcatPageLeadsToBothApplications() throws Exception {
    Path base = folder.resolve("tomcat");
    Map<String, String> environment =
        Map.of(
            "CATALINA_HOME", System.getProperty("tomcat11.home"), "CATALINA_BASE", base.toString());
    List<String> commands = new Page(DEPLOY.resolve("tomcat/README.md")).commands();
    run(commands.get(1), environment);
    run(commands.get(2), environment);
    replace(base.resolve("conf/server.xml"), "port=\"8005\"", "port=\"-1\"");
    replace(base.resolve("conf/server.xml"), "port=\"8080\"", "port=\"0\"");
    for (String context : List.of("exporter.xml", "importer.xml")) {
      replace(
          base.resolve("conf/Catalina/localhost").resolve(context), "vm.example.com", "127.0.0.1");
    }

    String start = commands.get(3).replace(" start", " run");
    try (ServerProcess tomcat =
        ServerProcess.start(
            Path.of("").toAbsolutePath(), environment, List.of("sh", "-euc", start))) {
      applicationsAnswer(port(tomcat, TOMCAT_PORT));
    }
    assertThat(base.resolve("vmgather/bundles")).isDirectory();
  }

  @Test
  void jettyPageLeadsToBothApplications() throws Exception {
    Path base = folder.resolve("jetty");
    Map<String, String> environment =
        Map.of("JETTY_HOME", System.getProperty("jetty12.home"), "JETTY_BASE", base.toString());
    List<String> commands = new Page(DEPLOY.resolve("jetty/README.md")).commands();
    run(commands.get(1), environment);
    replace(base.resolve("start.d/vmgather.ini"), "vm.example.com", "127.0.0.1");
    Files.writeString(
        base.resolve("start.d/port.ini"), "jetty.http.port=0\njetty.http.host=127.0.0.1\n");

    try (ServerProcess jetty =
        ServerProcess.start(base, environment, List.of("sh", "-euc", commands.get(2)))) {
      applicationsAnswer(port(jetty, JETTY_PORT));
    }
    assertThat(base.resolve("vmgather/bundles")).isDirectory();
  }

  private static URI port(ServerProcess server, Pattern port) throws IOException {
    return URI.create("http://127.0.0.1:" + server.await(port).group(1) + "/");
  }

  private void applicationsAnswer(URI server) throws Exception {
    for (String name : List.of("exporter", "importer")) {
      Until.holds(Duration.ofSeconds(60), name + " answers", () -> status(server, name) == 200);
    }
    JsonNode valid =
        new RestClient(server.resolve("exporter/"))
            .post("api/validate", Map.of("connection", TestServers.to("SINGLE")));
    assertThat(valid.at("/success").asBoolean()).as(valid.toString()).isTrue();
  }

  private int status(URI server, String name) {
    try {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(server.resolve(name + "/api/health")).build(),
              BodyHandlers.discarding());
      return answer.statusCode();
    } catch (IOException | InterruptedException e) {
      return 0;
    }
  }

  private static void run(String commands, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-euc", commands).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
