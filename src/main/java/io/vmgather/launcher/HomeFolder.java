package io.vmgather.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The user's home. Loads no class of a library. */
final class HomeFolder {
  private HomeFolder() {}

  /**
   * {@code $HOME}, as other programs take it, else what Java found. Nothing where neither is a
   * path: in a container whose user has no name Java says {@code ?}, which would be a folder here.
   */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("HOME", ""), System.getProperty("user.home", ""))
        .flatMap(text -> absolute(text).stream())
        .findFirst();
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
