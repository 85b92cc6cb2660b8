package io.vmgather.launcher.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The browser of the person who started the program, if there is one. */
final class Browser {
  private Browser() {}

  /** Opens a page in the background; nothing happens where there is no browser. */
  static void open(String url) {
    List<String> command = new ArrayList<>(opener(System.getProperty("os.name"), System.getenv()));
    if (command.isEmpty()) {
      return;
    }
    command.add(url);
    Thread thread = new Thread(() -> start(command), "browser");
    thread.setDaemon(true);
    thread.start();
  }

  /** The command that takes a URL; empty where no desktop is seen. */
  static List<String> opener(String system, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler");
    }
    if (name.startsWith("mac")) {
      return List.of("open");
    }
    boolean desktop =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return desktop ? List.of("xdg-open") : List.of();
  }

  private static void start(List<String> command) {
    try {
      new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // The address stands on the terminal.
    }
  }
}
