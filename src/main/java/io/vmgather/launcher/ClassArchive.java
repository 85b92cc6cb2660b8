package io.vmgather.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The classes that an export loads, read and checked once and mapped from then on: half a second
 * less at each start. Made by the first export that succeeds; it belongs to one jar and one Java.
 */
final class ClassArchive {
  private static final ClassArchive NONE = new ClassArchive(null, null);

  private final Path archive;
  private final Path made;

  private ClassArchive(Path archive, Path made) {
    this.archive = archive;
    this.made = made;
  }

  /**
   * @param cache folder that only this user can write: what lies in it becomes code; may be null
   */
  static ClassArchive of(Path cache, Path jar) {
    if (cache == null) {
      return NONE;
    }
    try {
      String name =
          String.format(
              Locale.ROOT,
              "%s-%x-%x-%x.jsa",
              version(),
              jar.toString().hashCode(),
              Files.getLastModifiedTime(jar).toMillis(),
              Files.size(jar));
      Path archive = cache.resolve(name);
      boolean known = Files.isRegularFile(archive);
      deleteAbandoned(cache);
      return new ClassArchive(
          archive, known ? null : cache.resolve(ProcessHandle.current().pid() + "-" + name));
    } catch (IOException e) {
      return NONE;
    }
  }

  /** A run that was killed leaves what it made: nobody keeps or deletes it. */
  private static void deleteAbandoned(Path cache) throws IOException {
    // The version's own start may look like a process id: 22-ea, say.
    String abandoned = "\\d{1,9}-" + Pattern.quote(version()) + "-.*";
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(cache, "*.jsa")) {
      for (Path file : archives) {
        String name = file.getFileName().toString();
        if (name.matches(abandoned)
            && ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-')))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String version() {
    return System.getProperty("java.vm.version").replaceAll("[^A-Za-z0-9.+-]", "_");
  }

  /** Flags that use the archive, or make it. */
  List<String> flags() {
    if (archive == null) {
      return List.of();
    }
    String flag =
        made == null ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + made;
    return List.of("-Xshare:auto", "-Xlog:disable", flag);
  }

  /** Archives of this jar as it was before: nothing can use them any more. */
  private void removeOlder() throws IOException {
    String name = archive.getFileName().toString();
    String jarOnly = name.substring(0, name.lastIndexOf('-', name.lastIndexOf('-') - 1));
    try (DirectoryStream<Path> same =
        Files.newDirectoryStream(archive.getParent(), jarOnly + "-*.jsa")) {
      for (Path other : same) {
        if (!other.equals(archive)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }

  /** Keeps what was made; the archive of a run that ended early would lack most classes. */
  void keepIf(boolean complete) {
    if (made == null) {
      return;
    }
    try {
      if (complete && Files.isRegularFile(made)) {
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        removeOlder();
      } else {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      // The next run makes it.
    }
  }
}
