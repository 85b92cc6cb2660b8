package io.vmgather.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Tomcat in a process of its own, on a free loopback port. Closing stops it.
 *
 * @param address where it listens
 * @param log what it wrote until it was up
 */
record Tomcat(Process process, URI address, List<String> log) implements AutoCloseable {
  /** Tomcat chooses the port and names it here, so nobody can take it in between. */
  private static final Pattern PORT = Pattern.compile("\"http-nio-127\\.0\\.0\\.1-auto-1-(\\d+)\"");

  private static final String SERVER_XML =
      """
      <Server port="-1">
        <Service name="Catalina">
          <Connector port="0" address="127.0.0.1" protocol="HTTP/1.1"/>
          <Engine name="Catalina" defaultHost="localhost">
            <Host name="localhost" appBase="webapps" autoDeploy="false"/>
          </Engine>
        </Service>
      </Server>
      """;

  /**
   * Returns when all WARs are deployed; wants a time limit around it.
   *
   * @param home the unpacked distribution, left as it is
   * @param base an empty folder for everything that this instance writes
   */
  static Tomcat start(Path home, Path base, List<Path> wars) throws IOException {
    prepare(home, base, wars);
    Path libraries = home.resolve("bin");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + base,
                "-Djava.io.tmpdir=" + base.resolve("temp"),
                "-cp",
                libraries.resolve("bootstrap.jar") + ":" + libraries.resolve("tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start")
            .redirectErrorStream(true)
            .start();
    try {
      return whenUp(process);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static void prepare(Path home, Path base, List<Path> wars) throws IOException {
    Path conf = Files.createDirectories(base.resolve("conf"));
    Path webapps = Files.createDirectories(base.resolve("webapps"));
    Files.createDirectories(base.resolve("temp"));
    try (Stream<Path> files = Files.list(home.resolve("conf"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
    Files.writeString(conf.resolve("server.xml"), SERVER_XML);
    for (Path war : wars) {
      Files.copy(war, webapps.resolve(war.getFileName()));
    }
  }

  private static Tomcat whenUp(Process process) throws IOException {
    List<String> log = new ArrayList<>();
    BufferedReader output = process.inputReader();
    String port = "";
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      log.add(line);
      Matcher named = PORT.matcher(line);
      if (named.find()) {
        port = named.group(1);
      }
      if (line.contains("Server startup in")) {
        drain(output);
        return new Tomcat(process, URI.create("http://127.0.0.1:" + port + "/"), List.copyOf(log));
      }
    }
    throw new IOException("Tomcat ended early:\n" + String.join("\n", log));
  }

  /** Nobody reads on, and a full pipe would stop the server. */
  private static void drain(BufferedReader output) {
    Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "tomcat-output");
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    } finally {
      process.destroyForcibly();
    }
  }
}
