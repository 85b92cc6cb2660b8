package io.vmgather.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * One archive that the build made, as listed from its first byte to its last, so that an entry
 * which is there twice is seen twice.
 */
record Archive(Path file, List<ZipEntry> entries) {
  static final Path FOLDER = Path.of(System.getProperty("build.directory"));
  static final LocalDateTime BUILD_TIME =
      LocalDateTime.ofInstant(Instant.parse(System.getProperty("build.timestamp")), ZoneOffset.UTC);

  static Archive open(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    List<ZipEntry> entries = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.add(entry);
      }
    }
    return new Archive(file, List.copyOf(entries));
  }

  /** Names of all entries that are files. */
  List<String> files() {
    return entries.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
  }

  String text(String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
