package io.vmgather.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a Java machine in another process holds, as the JDK's own tools and Linux see it. */
record RunningJava(long pid) {
  /** Living objects of a class, after a full garbage collection. */
  long instances(String className) throws IOException {
    Pattern row =
        Pattern.compile(
            "^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(className) + "\\b",
            Pattern.MULTILINE);
    Matcher found = row.matcher(jcmd("GC.class_histogram"));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  /** Names of the living Java threads. */
  List<String> threads() throws IOException {
    return Pattern.compile("^\"([^\"]*)\"", Pattern.MULTILINE)
        .matcher(jcmd("Thread.print"))
        .results()
        .map(name -> name.group(1))
        .toList();
  }

  /** Open files and sockets whose name holds a text. */
  List<String> openFiles(String part) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return descriptors.map(RunningJava::target).filter(name -> name.contains(part)).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private String jcmd(String command) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(tool.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
