package io.vmgather.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts this program a second time with the virtual machine flags that suit an export. Exit code,
 * standard streams and signals are passed on. Loads no class of a library: it must cost nothing.
 *
 * <p>Settings: {@code VMGATHER_JAVA_OPTS} adds flags (a larger {@code -Xmx}, say), {@code
 * VMGATHER_RELAUNCH=off} stays in one process.
 */
final class Relaunch {
  /** Set in the second process; its value is the first one's process id. */
  static final String PARENT_PROPERTY = "vmgather.parent";

  private static final Set<String> LONG_WORK =
      Set.of("export", "-oneshot", "--oneshot", "-oneshot=true", "--oneshot=true");
  private static final Set<String> QUESTIONS = Set.of("-h", "--help", "-V", "--version");
  private static final long STOP_SECONDS = 20;

  private Relaunch() {}

  static boolean pays(String[] args) {
    List<String> words = List.of(args);
    return !"off".equalsIgnoreCase(System.getenv("VMGATHER_RELAUNCH"))
        && !isSecond()
        && !Collections.disjoint(words, LONG_WORK)
        && Collections.disjoint(words, QUESTIONS)
        && Files.isRegularFile(jar())
        && Files.isExecutable(java());
  }

  /** Whether this is the process that does the long work. */
  static boolean isSecond() {
    return System.getProperty(PARENT_PROPERTY) != null;
  }

  static int run(String[] args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    Path cache = cache();
    ClassArchive classes = ClassArchive.of(cache, jar());
    command.addAll(flags(cache, classes));
    // Nobody reads a log on the command line, and setting one up takes a tenth of the start.
    command.add("-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");
    command.add("-D" + PARENT_PROPERTY + "=" + ProcessHandle.current().pid());
    command.add("-cp");
    command.add(jar().toString());
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    Process child = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(child), "stop-child"));
    int exitCode = child.waitFor();
    classes.keepIf(exitCode == 0);
    return exitCode;
  }

  /** A terminal signals both processes; a service manager only this one. */
  private static void stop(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
    }
  }

  private static List<String> flags(Path cache, ClassArchive classes) {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:+IgnoreUnrecognizedVMOptions");
    flags.add("-Xmx256m");
    flags.add("-XX:+UseSerialGC");
    flags.add("-XX:-UsePerfData");
    if (cache != null) {
      flags.addAll(compilerFlags(cache));
    }
    flags.addAll(classes.flags());
    String more = System.getenv("VMGATHER_JAVA_OPTS");
    if (more != null && !more.isBlank()) {
      flags.addAll(List.of(more.strip().split("\\s+")));
    }
    return flags;
  }

  /**
   * The quick compiler for everything, the optimising one for checksums alone: they run on the
   * processor's own instructions only when that one compiles them (1.5 GB/s against 0.13).
   */
  private static List<String> compilerFlags(Path cache) {
    Path directives = cache.resolve("compiler.json");
    try (InputStream packed = Relaunch.class.getResourceAsStream("compiler.json")) {
      byte[] wanted = packed.readAllBytes();
      if (!Files.isRegularFile(directives)
          || !Arrays.equals(Files.readAllBytes(directives), wanted)) {
        replace(directives, wanted);
      }
    } catch (IOException e) {
      return List.of();
    }
    return List.of(
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:CompilerDirectivesFile=" + directives,
        // It would announce the directives on standard output, which is for data.
        "-XX:-DisplayVMOutput");
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path next = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
    Files.write(next, content);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A folder only this user can write: what lies in it becomes code. Null where there is none. */
  private static Path cache() {
    String base = System.getenv("XDG_CACHE_HOME");
    Optional<Path> home = HomeFolder.find();
    boolean named = base != null && !base.isBlank();
    if (!named && home.isEmpty()) {
      return null;
    }
    try {
      Path caches = named ? Path.of(base) : home.get().resolve(".cache");
      Path folder = caches.resolve("vmgather").resolve("jvm");
      Files.createDirectories(folder);
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return Files.isWritable(folder) ? folder : null;
    } catch (IOException | SecurityException e) {
      return null;
    }
  }

  private static Path java() {
    String name = System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  private static Path jar() {
    return Path.of(System.getProperty("java.class.path")).toAbsolutePath();
  }
}
