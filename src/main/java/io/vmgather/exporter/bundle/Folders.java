package io.vmgather.exporter.bundle;

import io.vmgather.common.FileFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is done to folders. */
final class Folders {
  private Folders() {}

  static void createIfMissing(Path folder, String doing) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileFailure.of(e, doing, folder);
    }
  }

  /** Makes new and renamed entries of the folder durable, where the system can. */
  static void sync(Path folder) {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException ignored) {
      // Windows opens no folder as a file, and some file systems can't sync one. The data itself
      // is synced by its own channel; at worst a power cut brings the older checkpoint back.
    }
  }
}
