package io.vmgather.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The user's home. Loads no class of a library. */
final class HomeFolder {
  private HomeFolder() {}

  /**
   * {@code $HOME}, as other programs take it, else what Java found. Nothing where neither is a
   * path: in a container whose user has no name Java says {@code ?}, which would be a folder here.
   */
  static Optional<Path> find() {
    Path home = absolute(System.getenv("HOME"));
    return Optional.ofNullable(home != null ? home : absolute(System.getProperty("user.home")));
  }

  private static Path absolute(String text) {
    try {
      Path path = text == null ? null : Path.of(text);
      return path != null && path.isAbsolute() ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
