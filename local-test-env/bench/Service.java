import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runnable jar as a server, asked for exports over REST. Closing stops it. */
final class Service implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile(" is at (http://\\S+?/)");
  private static final Pattern ID = Pattern.compile("\"job_id\":\"([0-9a-f]+)\"");
  private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");
  private static final long LOOK_MILLIS = 20;

  private final Process process;
  private final String address;

  private Service(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Answers when this returns. */
  static Service start(String jar, Path folder, Path log) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    "java", "-jar", jar, "-addr", "localhost:0", "-no-browser", "-output", folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    while (process.isAlive()) {
      Matcher found = ADDRESS.matcher(Files.readString(log));
      if (found.find()) {
        return new Service(process, found.group(1));
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IllegalStateException("the server does not start: " + Files.readString(log));
  }

  long pid() {
    return process.pid();
  }

  /**
   * Exports as the command line does by default.
   *
   * @return seconds from the request until its end is seen
   */
  double export(String url, String start, String end) throws Exception {
    String config =
        """
        {"connection":{"url":"%s"},"time_range":{"start":"%s","end":"%s"},"mode":"custom",\
        "query_type":"selector","query":"{job!=\\"\\"}",\
        "obfuscation":{"enabled":true,"obfuscate_instance":true,"obfuscate_job":true}}"""
            .formatted(url, start, end);
    long begin = System.nanoTime();
    String id = first(ID, ask("api/export/start", config));
    while (true) {
      String status = ask("api/export/status?id=" + id, null);
      String state = first(STATE, status);
      if (state.equals("completed")) {
        return (System.nanoTime() - begin) / 1e9;
      }
      if (!state.equals("running") && !state.equals("pending")) {
        throw new IllegalStateException(status);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private String ask(String path, String body) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address + path).toURL().openConnection();
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException(text);
    }
    return found.group(1);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(30, TimeUnit.SECONDS);
  }
}
