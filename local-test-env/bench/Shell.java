import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What is plainer in a shell's words. */
final class Shell {
  private Shell() {}

  /** Runs a command of bash; fails with what it says on standard error. */
  static void run(String command) throws Exception {
    Process process = new ProcessBuilder("bash", "-c", "set -o pipefail; " + command).start();
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed: " + error);
    }
  }

  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static void deleteAll(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}
