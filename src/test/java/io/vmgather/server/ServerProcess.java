package io.vmgather.server;

import io.vmgather.process.Until;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own whose output is kept. Closing stops it. */
public final class ServerProcess implements AutoCloseable {
  /** The quick compiler alone: a server of minutes ends before the other one has paid. */
  static final String QUICK = "-XX:TieredStopAtLevel=1";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private volatile boolean ended;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Settings that the environment of this build happens to hold do not reach it. */
  public static ServerProcess start(
      Path folder, Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(VMGATHER|CATALINA|JETTY|JAVA|JDK)_.*"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    ServerProcess server = new ServerProcess(builder.start());
    Thread reader = new Thread(server::read, "server-output");
    reader.setDaemon(true);
    reader.start();
    return server;
  }

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  public long pid() {
    return process.pid();
  }

  /** All lines so far. */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** The first line in which the pattern is found; waits for it. */
  public Matcher await(Pattern pattern) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    int looked = 0;
    while (true) {
      boolean last = ended || System.nanoTime() > end;
      List<String> lines = log();
      for (; looked < lines.size(); looked++) {
        Matcher found = pattern.matcher(lines.get(looked));
        if (found.find()) {
          return found;
        }
      }
      if (last) {
        close();
        throw new IOException("No line with " + pattern + ":\n" + String.join("\n", lines));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add(e.toString());
    }
    ended = true;
  }

  private synchronized void add(String line) {
    log.add(line);
  }

  /** kill -9, also of the process that it started for its work. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** As an administrator stops it, and by force when that takes too long. */
  @Override
  public void close() {
    // Asked now: they are nobody's any more once the shell that started them has ended.
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    try {
      all.forEach(ServerProcess::end);
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    Until.holds(STOP, "the server ends", () -> !process.isAlive());
  }
}
