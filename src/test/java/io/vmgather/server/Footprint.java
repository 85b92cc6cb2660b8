package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process holds, by Linux's {@code /proc}, and what it left on the disk. */
record Footprint(long residentKb, long threads, long openFiles, long leftFiles) {
  static Footprint of(long pid, Path folder) throws IOException {
    Path process = Path.of("/proc/" + pid);
    List<String> status = Files.readAllLines(process.resolve("status"));
    return new Footprint(
        number(status, "VmRSS:"),
        number(status, "Threads:"),
        files(process.resolve("fd")),
        files(folder.resolve("staging")) + files(folder.resolve("bundles")));
  }

  /** The second half of the rounds against the first; fewer than twenty rounds say nothing. */
  static void assertFlat(List<Footprint> rounds) {
    int half = rounds.size() / 2;
    if (half < 10) {
      return;
    }
    Footprint before = most(rounds.subList(0, half));
    Footprint after = most(rounds.subList(half, rounds.size()));
    assertThat(after.threads).as("threads").isLessThanOrEqualTo(before.threads + 5);
    assertThat(after.openFiles).as("open files").isLessThanOrEqualTo(before.openFiles + 10);
    assertThat(after.leftFiles).as("files left").isLessThanOrEqualTo(before.leftFiles + 10);
    assertThat(after.residentKb).as("KB").isLessThanOrEqualTo(before.residentKb * 11 / 10);
  }

  /** Bundles go some time after their download, all at once: the fewest are what stays. */
  private static Footprint most(List<Footprint> rounds) {
    return new Footprint(
        rounds.stream().mapToLong(Footprint::residentKb).max().orElseThrow(),
        rounds.stream().mapToLong(Footprint::threads).max().orElseThrow(),
        rounds.stream().mapToLong(Footprint::openFiles).max().orElseThrow(),
        rounds.stream().mapToLong(Footprint::leftFiles).max().orElseThrow());
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static long files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
