package io.vmgather.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Starts this program a second time with the virtual machine flags that suit its work. Exit code,
 * standard streams and signals are passed on. Loads no class of a library: it must cost nothing.
 *
 * <p>Settings: {@code VMGATHER_JAVA_OPTS} adds flags (a larger {@code -Xmx}, say), {@code
 * VMGATHER_RELAUNCH=off} stays in one process.
 */
final class Relaunch {
  /** Set in the second process; its value is the first one's process id. */
  static final String PARENT_PROPERTY = "vmgather.parent";

  // It would tell on standard error which provider it was given.
  private static final String LOG_FACADE_IS_SILENT = "-Dslf4j.internal.verbosity=WARN";

  private static final List<String> WORK_FLAGS =
      List.of(
          "-Xmx256m",
          // Nobody reads a log on the command line, and setting one up takes a tenth of the start.
          "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
          LOG_FACADE_IS_SILENT);

  /** Room for three exports at a time. */
  private static final List<String> SERVER_FLAGS =
      List.of(
          "-Xmx512m", "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider", LOG_FACADE_IS_SILENT);

  /** Settings, and the JDK's for certificates and networks; it sets none of them itself. */
  private static final List<String> GIVEN =
      List.of("vmgather.", "javax.net.ssl.", "java.net.", "networkaddress.");

  private static final long STOP_SECONDS = 20;

  private Relaunch() {}

  static boolean pays(Work work) {
    return work != Work.SHORT
        && !"off".equalsIgnoreCase(System.getenv("VMGATHER_RELAUNCH"))
        && !isSecond()
        && Files.isRegularFile(jar())
        && Files.isExecutable(java());
  }

  /** Whether this is the process that does the long work. */
  static boolean isSecond() {
    return System.getProperty(PARENT_PROPERTY) != null;
  }

  static int run(Work work, String[] args) throws IOException, InterruptedException {
    Path cache = cache();
    ClassArchive classes = ClassArchive.of(cache, jar(), work);
    boolean archiveLater = work == Work.SERVER && !classes.isThere();
    List<String> command = command(work, cache, archiveLater ? ClassArchive.NONE : classes, args);
    Process child = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(child, work), "stop-child"));
    if (archiveLater && cache != null) {
      ServerTraining.begin();
    }
    int exitCode = child.waitFor();
    if (!archiveLater) {
      classes.keepIf(exitCode == 0);
    }
    return exitCode;
  }

  static List<String> command(Work work, Path cache, ClassArchive classes, String... args) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(flags(work, cache, classes));
    command.addAll(givenProperties());
    command.add("-D" + PARENT_PROPERTY + "=" + ProcessHandle.current().pid());
    command.add("-cp");
    command.add(jar().toString());
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  /** What the first process was given on its command line counts for the work. */
  private static List<String> givenProperties() {
    Properties all = System.getProperties();
    return all.stringPropertyNames().stream()
        .filter(name -> GIVEN.stream().anyMatch(name::startsWith))
        .map(name -> "-D" + name + "=" + all.getProperty(name))
        .toList();
  }

  /** A terminal signals both processes; a service manager only this one. */
  private static void stop(Process child, Work work) {
    child.destroy();
    try {
      if (!child.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      } else if (work == Work.SERVER) {
        // Its own end says whether it was in order; this one's would only name the signal.
        Runtime.getRuntime().halt(child.exitValue());
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
    }
  }

  private static List<String> flags(Work work, Path cache, ClassArchive classes) {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:+IgnoreUnrecognizedVMOptions");
    flags.add("-XX:+UseSerialGC");
    flags.add("-XX:-UsePerfData");
    flags.addAll(work == Work.SERVER ? SERVER_FLAGS : WORK_FLAGS);
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
   * processor's own instructions only when that one compiles them (1.5 GB/s against 0.13). With
   * both for everything, the server needs a quarter of a second more until it answers.
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
  static Path cache() {
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

  static Path java() {
    String name = System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  static Path jar() {
    return Path.of(System.getProperty("java.class.path")).toAbsolutePath();
  }
}
