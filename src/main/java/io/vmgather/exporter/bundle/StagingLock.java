package io.vmgather.exporter.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whoever holds it is alone with a job's files, among all threads and processes. Ends with the
 * process, however that ends.
 *
 * <p>A file of its own: on POSIX a process gives a lock up when it closes any channel of that file,
 * and the staging file is also opened to be read.
 */
final class StagingLock implements Closeable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private StagingLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * @throws IOException also when somebody else holds it
   */
  static StagingLock take(StagingPaths paths) throws IOException {
    Path path = paths.lock().toAbsolutePath().normalize();
    if (!HELD.add(path)) {
      throw busy(path);
    }
    FileChannel channel = null;
    boolean fresh = !Files.exists(path);
    try {
      channel =
          FileOpener.PRIVATE.open(
              path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      if (!locked(channel)) {
        throw busy(path);
      }
      return new StagingLock(path, channel);
    } catch (IOException e) {
      closeQuietly(channel);
      HELD.remove(path);
      if (fresh && e instanceof ClosedByInterruptException) {
        Files.deleteIfExists(path);
      }
      throw e;
    }
  }

  /** Something that only the holder may do. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does it while holding the lock. */
  static <T> T alone(StagingPaths paths, Work<T> work) throws IOException {
    StagingLock lock = take(paths);
    try {
      return work.run();
    } finally {
      lock.close();
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static FileSystemException busy(Path path) {
    return new FileSystemException(path.toString(), null, "another export works on it");
  }

  @Override
  public void close() {
    closeQuietly(channel);
    HELD.remove(path);
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException ignored) {
      // Nothing was written; the system gives the lock up with the process at the latest.
    }
  }
}
