package io.vmgather.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the class archive of the server, in the background of the first start of a jar: a server of
 * its own on a port of its own starts, is asked for a page, and ends. So the archive is there
 * however the first server ends, and no server has to halt for it.
 */
public final class ServerTraining {
  private static final String PROPERTY = "vmgather.training";
  private static final long FIRST_LET_THE_SERVER_START_MILLIS = 2000;
  private static final long MOST_SECONDS = 60;

  private ServerTraining() {}

  /** Whether this process is the server that is only started to be learned from. */
  static boolean isOne() {
    return Boolean.getBoolean(PROPERTY);
  }

  /** Begins it in a process that lives on when this one ends. */
  static void begin() throws IOException {
    List<String> command = new ArrayList<>();
    // Not in the terminal's group, where Ctrl-C would end it; and never before the person's work.
    for (List<String> word : List.of(List.of("setsid"), List.of("nice", "-n", "19"))) {
      if (Files.isExecutable(Path.of("/usr/bin", word.get(0)))) {
        command.addAll(word);
      }
    }
    command.add(Relaunch.java().toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp"));
    command.add(Relaunch.jar().toString());
    command.add(ServerTraining.class.getName());
    background(command).start();
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path cache = Relaunch.cache();
    if (cache == null) {
      return;
    }
    try (FileChannel lock =
        FileChannel.open(
            cache.resolve("training.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (lock.tryLock() != null) {
        Thread.sleep(FIRST_LET_THE_SERVER_START_MILLIS);
        train(cache);
      }
    }
  }

  private static void train(Path cache) throws IOException, InterruptedException {
    ClassArchive classes = ClassArchive.of(cache, Relaunch.jar(), Work.SERVER);
    if (classes.isThere()) {
      return;
    }
    Path nowhere = Files.createTempDirectory(cache, "training");
    String[] arguments = {
      "-addr", "127.0.0.1:0", "-no-browser", "-output=" + nowhere, "-staging=" + nowhere
    };
    List<String> command = Relaunch.command(Work.SERVER, cache, classes, arguments);
    command.add(1, "-D" + PROPERTY + "=true");
    ProcessBuilder builder = background(command);
    builder.environment().remove("VMGATHER_ACCESS_TOKEN");
    Process server = builder.start();
    boolean ended = server.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      server.destroyForcibly().waitFor();
    }
    classes.keepIf(ended && server.exitValue() == 0);
    Files.deleteIfExists(nowhere);
  }

  private static ProcessBuilder background(List<String> command) {
    return new ProcessBuilder(command)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD);
  }
}
