package io.vmgather.server;

import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Jetty as it is distributed, with an EE 10 base that looks for new WARs each second. */
final class Jetty implements AppServer {
  private static final Pattern PORT =
      Pattern.compile("Started oejs\\.ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)\\}");

  private static final Pattern UP = Pattern.compile("Started oejs\\.Server@");
  private static final Duration DEPLOYED = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ServerProcess process;
  private final URI address;
  private final Path base;

  private Jetty(ServerProcess process, URI address, Path base) {
    this.process = process;
    this.address = address;
    this.base = base;
  }

  /**
   * @param home the unpacked distribution, left as it is
   * @param base an empty folder for everything that this instance writes
   * @param options of the Java machine, settings among them
   */
  static Jetty start(Path home, Path base, List<String> options) throws IOException {
    Files.createDirectories(base.resolve("webapps"));
    Path temp = Files.createDirectories(base.resolve("work"));
    // Annotations, which we do not need, are on in most bases and bring a CDI API.
    Files.writeString(
        Files.createDirectories(base.resolve("start.d")).resolve("server.ini"),
        "--modules=http,ee10-deploy,ee10-annotations\n");
    List<String> command = new ArrayList<>(List.of(ServerProcess.java(), ServerProcess.QUICK));
    command.addAll(options);
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + temp,
            "-jar",
            home.resolve("start.jar").toString(),
            "jetty.base=" + base,
            "jetty.http.host=127.0.0.1",
            "jetty.http.port=0",
            "jetty.deploy.scanInterval=1"));
    ServerProcess process = ServerProcess.start(base, Map.of(), command);
    String port = process.await(PORT).group(1);
    process.await(UP);
    return new Jetty(process, URI.create("http://127.0.0.1:" + port + "/"), base);
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
    Path inTheMaking = base.resolve(name + ".part");
    Files.copy(war, inTheMaking);
    Files.move(inTheMaking, deployed(name), StandardCopyOption.ATOMIC_MOVE);
    Until.holds(DEPLOYED, name + " is deployed", () -> status(name) != 404);
  }

  @Override
  public void undeploy(String name) throws IOException {
    Files.delete(deployed(name));
    Until.holds(DEPLOYED, name + " is gone", () -> status(name) == 404);
  }

  private Path deployed(String name) {
    return base.resolve("webapps").resolve(name + ".war");
  }

  private int status(String name) {
    String context = name.equals("ROOT") ? "" : name + "/";
    HttpRequest request = HttpRequest.newBuilder(address.resolve(context + "api/health")).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
