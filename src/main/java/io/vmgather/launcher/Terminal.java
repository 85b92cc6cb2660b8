package io.vmgather.launcher;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The terminal of the person who started the program, if there is one. */
final class Terminal {
  private Terminal() {}

  /** Whether a person looks at standard error. */
  static boolean onStandardError() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return console() != null;
    }
  }

  /** Asks without showing what is typed; nothing where nobody can answer. */
  static Optional<String> askForSecret(String prompt) {
    Console console = console();
    char[] typed = console == null ? null : console.readPassword("%s: ", prompt);
    return Optional.ofNullable(typed).map(String::new);
  }

  @SuppressWarnings("SystemConsoleNull") // null up to Java 21; later it reads standard input
  private static Console console() {
    return System.console();
  }
}
