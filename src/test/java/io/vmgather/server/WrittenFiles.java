package io.vmgather.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** All that lies below folders, names included, as it is and unpacked, also where it is cut. */
final class WrittenFiles {
  private WrittenFiles() {}

  /**
   * Shows each file's path and content.
   *
   * @return how many files there were
   */
  static int forEach(Path folder, BiConsumer<String, byte[]> look) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      look.accept("name of " + file, file.toString().getBytes(StandardCharsets.UTF_8));
      try {
        byte[] content = Files.readAllBytes(file);
        look.accept(file.toString(), content);
        unpacked(file.toString(), content, look);
      } catch (NoSuchFileException e) {
        // Gone meanwhile.
      }
    }
    return files.size();
  }

  static void unpacked(String name, byte[] content, BiConsumer<String, byte[]> look)
      throws IOException {
    if (starts(content, 0x1f, 0x8b)) {
      look.accept(name + " unpacked", whatThereIs(content));
    }
    // Not the programs themselves.
    if (starts(content, 'P', 'K') && !name.endsWith(".jar") && !name.endsWith(".war")) {
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          look.accept(name + " " + entry.getName(), zip.readAllBytes());
        }
      }
    }
  }

  private static byte[] whatThereIs(byte[] content) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      for (int one = in.read(); one >= 0; one = in.read()) {
        all.write(one);
      }
    } catch (EOFException e) {
      // It still grows, or was killed.
    }
    return all.toByteArray();
  }

  private static boolean starts(byte[] content, int first, int second) {
    return content.length > 2 && (content[0] & 0xff) == first && (content[1] & 0xff) == second;
  }
}
