package io.vmgather.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compiler drops and ArchUnit can't see: file sizes, package descriptions, file names. */
class SourceFilesTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final long MOST_LINES = 300;

  @Test
  void noFileIsLongerThanOneRoom() throws IOException {
    assertThat(sources()).filteredOn(file -> lines(file) > MOST_LINES).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    assertThat(sources().stream().map(Path::getParent).distinct())
        .isNotEmpty()
        .allSatisfy(
            folder -> assertThat(folder.resolve("package-info.java")).content().startsWith("/**"));
  }

  @Test
  void noClassIsADrawerForTheRest() throws IOException {
    assertThat(sources())
        .filteredOn(file -> file.getFileName().toString().matches(".*(Utils?|Helpers?)\\.java"))
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
