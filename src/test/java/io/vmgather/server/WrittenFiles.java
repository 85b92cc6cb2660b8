package io.vmgather.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** All that lies below folders, names included, as it is and unpacked, also where it is cut. */
final class WrittenFiles {
  private WrittenFiles() {}

  /**
   * Shows each file's path and content. What is deleted meanwhile is left out.
   *
   * @return how many files there were
   */
  static int forEach(Path folder, BiConsumer<String, byte[]> look) throws IOException {
    return forEach(folder, file -> true, look);
  }

  /** The same for those files only that are meant; the others are not read. */
  static int forEach(Path folder, Predicate<Path> meant, BiConsumer<String, byte[]> look)
      throws IOException {
    List<Path> files = files(folder, meant);
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

  private static List<Path> files(Path folder, Predicate<Path> meant) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && meant.test(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }
        });
    return files;
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
