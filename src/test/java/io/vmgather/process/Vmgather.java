package io.vmgather.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real jar as a process of its own, in a folder of its own with a home of its own. */
final class Vmgather {
  private static final Path BUILD = Path.of(System.getProperty("build.directory", "target"));
  private static final long PATIENCE_SECONDS = 120;

  final Path home;
  final Path current;
  final Path output;
  private final Path streams;
  private final Map<String, String> environment = new HashMap<>();
  private String[] wrapper = {};
  private String[] flags = {};
  private String input = "";
  private boolean typing;

  /** What a run came to. */
  record Ended(int exitCode, Path outFile, String err) {
    String out() {
      return text(outFile);
    }
  }

  private Vmgather(Path folder) {
    home = folder.resolve("home");
    current = folder.resolve("current");
    output = folder.resolve("output");
    streams = folder.resolve("streams");
    try {
      Files.createDirectories(home);
      Files.createDirectories(current);
      Files.createDirectories(streams);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put("HOME", home.toString());
    // One for all runs: the classes that the first one wrote serve the others.
    environment.put("XDG_CACHE_HOME", BUILD.resolve("vmgather-cache").toAbsolutePath().toString());
  }

  static Vmgather in(Path folder) {
    return new Vmgather(folder);
  }

  Vmgather with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Stays in one process: quicker, where the second one is not what is tested. */
  Vmgather alone() {
    return with("VMGATHER_RELAUNCH", "off");
  }

  Vmgather stdin(String text) {
    input = text;
    return this;
  }

  /** Standard input is the process's output stream, to write to while it runs. */
  Vmgather typing() {
    typing = true;
    return this;
  }

  /** Puts words in front of the command, such as those of a shell with a limit. */
  Vmgather under(String... words) {
    wrapper = words;
    return this;
  }

  /** Gives flags to Java itself. */
  Vmgather java(String... options) {
    flags = options;
    return this;
  }

  Ended run(String... arguments) {
    try {
      return await(start(arguments));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(wrapper));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("-jar");
    command.add(BUILD.resolve("vmgather.jar").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    Path in = streams.resolve("in");
    Files.writeString(in, input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(current.toFile())
            .redirectInput(typing ? Redirect.PIPE : Redirect.from(in.toFile()))
            .redirectOutput(streams.resolve("out").toFile())
            .redirectError(streams.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("VMGATHER_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  Ended await(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + err());
    }
    return new Ended(process.exitValue(), streams.resolve("out"), err());
  }

  /** Standard output so far. */
  String out() {
    return text(streams.resolve("out"));
  }

  /** Standard error so far. */
  String err() {
    return text(streams.resolve("err"));
  }

  /** Every file below the home, the current and the output folder. */
  List<Path> files() {
    List<Path> found = new ArrayList<>();
    for (Path folder : List.of(home, current, output)) {
      if (!Files.exists(folder)) {
        continue;
      }
      try (Stream<Path> walk = Files.walk(folder)) {
        walk.filter(Files::isRegularFile).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  /** The one bundle that lies in the output folder. */
  Path bundle() {
    List<Path> found = files();
    if (found.size() != 1 || !found.get(0).toString().endsWith(".zip")) {
      throw new AssertionError("not one bundle but " + found + "\n" + err());
    }
    return found.get(0);
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
