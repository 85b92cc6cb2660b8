package io.vmgather.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tomcat as it is distributed, with its manager as the only application of its own. */
public final class Tomcat implements AppServer {
  /** Tomcat chooses the port and names it here, so nobody can take it in between. */
  private static final Pattern PORT =
      Pattern.compile(
          "Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-(?:auto-1-)?(\\d+)\"\\]");

  private static final Pattern UP = Pattern.compile("Server startup in");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ServerProcess process;
  private final URI address;
  private final String authorization;

  private Tomcat(ServerProcess process, URI address, String authorization) {
    this.process = process;
    this.address = address;
    this.authorization = authorization;
  }

  /**
   * Returns when it is up.
   *
   * @param home the unpacked distribution, left as it is
   * @param base an empty folder for everything that this instance writes
   * @param options of the Java machine, settings among them
   */
  public static Tomcat start(Path home, Path base, List<String> options) throws IOException {
    return start(home, base, options, 0);
  }

  /** At a port that somebody in front of it already knows. */
  public static Tomcat start(Path home, Path base, List<String> options, int fixedPort)
      throws IOException {
    String password = UUID.randomUUID().toString();
    prepare(home, base, password, fixedPort);
    ServerProcess process =
        ServerProcess.start(
            base,
            Map.of(
                "CATALINA_HOME", home.toString(),
                "CATALINA_BASE", base.toString(),
                "CATALINA_OPTS", ServerProcess.QUICK + " " + String.join(" ", options)),
            List.of("sh", home.resolve("bin/catalina.sh").toString(), "run"));
    String port = process.await(PORT).group(1);
    process.await(UP);
    String credentials = "admin:" + password;
    return new Tomcat(
        process,
        URI.create("http://127.0.0.1:" + port + "/"),
        "Basic "
            + Base64.getEncoder()
                .encodeToString(credentials.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static void prepare(Path home, Path base, String password, int port) throws IOException {
    Path conf = Files.createDirectories(base.resolve("conf"));
    Files.createDirectories(base.resolve("webapps"));
    Files.createDirectories(base.resolve("temp"));
    try (Stream<Path> files = Files.list(home.resolve("conf"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
    Path server = conf.resolve("server.xml");
    Files.writeString(
        server,
        Files.readString(server)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace(
                "<Connector port=\"8080\"",
                "<Connector port=\"" + port + "\" address=\"127.0.0.1\""));
    Files.writeString(
        conf.resolve("tomcat-users.xml"),
        "<tomcat-users xmlns=\"http://tomcat.apache.org/xml\"><user username=\"admin\" password=\""
            + password
            + "\" roles=\"manager-script\"/></tomcat-users>");
    Path contexts = Files.createDirectories(conf.resolve("Catalina/localhost"));
    Files.writeString(
        contexts.resolve("manager.xml"),
        "<Context privileged=\"true\" docBase=\"${catalina.home}/webapps/manager\"/>");
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public ServerProcess process() {
    return process;
  }

  @Override
  public void deploy(Path war, String name) throws IOException {
    manage("deploy?path=" + path(name), "PUT", BodyPublishers.ofFile(war));
  }

  /**
   * Deploys with a context file of its own, as an administrator would write it.
   *
   * @param parameters context parameters, which are settings
   */
  void deploy(Path war, String name, Path file, Map<String, String> parameters) throws IOException {
    StringBuilder context = new StringBuilder("<Context>\n");
    parameters.forEach(
        (key, value) ->
            context.append(
                "<Parameter name=\"%s\" value=\"%s\" override=\"false\"/>%n"
                    .formatted(key, value)));
    Files.writeString(file, context.append("</Context>\n"));
    manage(
        "deploy?path=" + path(name) + "&config=" + file.toUri() + "&war=" + war.toUri(),
        "GET",
        BodyPublishers.noBody());
  }

  @Override
  public void undeploy(String name) throws IOException {
    manage("undeploy?path=" + path(name), "GET", BodyPublishers.noBody());
  }

  /** What Tomcat's own search for leaked applications says. */
  String findLeaks() throws IOException {
    return manage("findleaks?statusLine=true", "GET", BodyPublishers.noBody());
  }

  private static String path(String name) {
    return name.equals("ROOT") ? "/" : "/" + name;
  }

  private String manage(String command, String method, BodyPublisher body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("manager/text/" + command))
            .header("Authorization", authorization)
            .method(method, body)
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      while (answer.body().contains("is already being serviced")) {
        // Tomcat's own look at its applications, each ten seconds, was just at this one.
        if (answer.body().lines().anyMatch(line -> line.startsWith("OK"))) {
          return answer.body();
        }
        Thread.sleep(200);
        answer = HTTP.send(request, BodyHandlers.ofString());
      }
      if (answer.statusCode() != 200 || !answer.body().startsWith("OK")) {
        throw new IOException(
            command + ": " + answer.body() + "\n" + String.join("\n", process.log()));
      }
      return answer.body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
