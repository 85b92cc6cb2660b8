package io.vmgather;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A folder whose disk can be filled up and freed again. It is a small file system of its own where
 * this user may mount one; else the process may write no more to any file.
 */
public final class ScarceDisk implements AutoCloseable {
  private final Path folder;
  private final long process;
  private final boolean mounted;

  private ScarceDisk(Path folder, long process, boolean mounted) {
    this.folder = folder;
    this.process = process;
    this.mounted = mounted;
  }

  /** With so many MiB where it is a file system of its own. */
  public static ScarceDisk of(Path folder, long process, int mebibytes) throws IOException {
    Files.createDirectories(folder);
    String size = "size=" + mebibytes + "m";
    String[] mount = {"mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString()};
    return new ScarceDisk(folder, process, succeeds(mount));
  }

  public Path folder() {
    return folder;
  }

  /** From now on nothing can be written. */
  public void fill() throws IOException {
    if (!mounted) {
      limitFiles("1");
      return;
    }
    try (OutputStream others = Files.newOutputStream(othersFile())) {
      while (true) {
        others.write(new byte[4096]);
      }
    } catch (IOException e) {
      // Full, as it shall be.
    }
  }

  public void giveRoom() throws IOException {
    if (mounted) {
      Files.delete(othersFile());
    } else {
      limitFiles("unlimited");
    }
  }

  private Path othersFile() {
    return folder.resolve("other-files");
  }

  private void limitFiles(String most) throws IOException {
    if (!succeeds("prlimit", "--pid", Long.toString(process), "--fsize=" + most + ":")) {
      throw new IOException("No limit of files for " + process);
    }
  }

  private static boolean succeeds(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      succeeds("umount", "-l", folder.toString());
    } else {
      limitFiles("unlimited");
    }
  }
}
