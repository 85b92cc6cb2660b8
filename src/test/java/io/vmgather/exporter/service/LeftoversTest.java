package io.vmgather.exporter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.FakeClock;
import io.vmgather.common.jobs.JobId;
import io.vmgather.exporter.job.ExportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is swept in folders that jobs chose for themselves. */
class LeftoversTest {
  private static final List<String> ENDINGS =
      List.of(".partial.jsonl.gz", ".checkpoint.json", ".sealed", ".lock", ".manifest.deflated");

  @TempDir private Path folder;
  private final String job = JobId.random();
  private Path root;
  private Path chosen;
  private Duration ahead = Duration.ZERO;

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    chosen = Files.createDirectory(folder.resolve("a chosen\n100% folder"));
  }

  @Test
  void oldStagingOfAKnownJobGoesAndNothingOfOthers() throws IOException {
    remembering().remember(job, chosen);
    leave(chosen, job);
    String stranger = JobId.random();
    leave(chosen, stranger);
    Path notes = Files.writeString(chosen.resolve("notes.txt"), "x");

    ahead = Duration.ofDays(6);
    sweep(false);
    assertThat(names(chosen)).hasSize(2 * ENDINGS.size() + 1);

    ahead = Duration.ofDays(8);
    sweep(false);
    assertThat(names(chosen)).hasSize(ENDINGS.size() + 1).noneMatch(name -> name.contains(job));
    assertThat(notes).exists();
    assertThat(remembering().places()).isEmpty();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void jobThatHasNotWrittenYetStaysRemembered() {
    remembering().remember(job, chosen);
    sweep(false);
    assertThat(remembering().places()).hasSize(1);
    ahead = Duration.ofDays(8);
    sweep(false);
    assertThat(remembering().places()).isEmpty();
  }

  @Test
  void onASharedServerNothingOutsideOfTheRootIsTouched() throws IOException {
    remembering().remember(job, chosen);
    leave(chosen, job);
    String inside = JobId.random();
    Path below = Files.createDirectories(root.resolve("below"));
    remembering().remember(inside, below);
    leave(below, inside);
    ahead = Duration.ofDays(8);
    sweep(true);
    assertThat(names(chosen)).hasSize(ENDINGS.size());
    assertThat(below).isEmptyDirectory();
    assertThat(remembering().places()).isEmpty();
  }

  @Test
  void listIsBoundedAndTheNewestStay() throws IOException {
    remembering().remember(job, chosen);
    Path list = root.resolve(names(root).get(0));
    String line = Files.readString(list);
    List<String> ids = Stream.generate(JobId::random).limit(1200).toList();
    Files.writeString(
        list, String.join("", ids.stream().map(id -> line.replace(job, id)).toList()));

    remembering().remember(ids.get(500), chosen);
    remembering().remember(job, chosen);
    assertThat(remembering().places())
        .hasSize(1000)
        .extracting("jobId")
        .startsWith(ids.get(201))
        .endsWith(ids.get(1199), ids.get(500), job)
        .doesNotHaveDuplicates();
    assertThat(remembering().places()).extracting("folder").containsOnly(chosen);
  }

  @Test
  void rootItselfIsNotListedAndLinesOfOthersArePassedOver() throws IOException {
    remembering().remember(JobId.random(), root.resolve("."));
    assertThat(root).isEmptyDirectory();

    remembering().remember(job, chosen);
    Path list = root.resolve(names(root).get(0));
    String good = Files.readString(list);
    String time = "2026-01-01T00:00:00Z ";
    Files.writeString(
        list,
        "\nx\nnow %2$s file:///\n%1$s../../etc file:///etc\n%1$s%2$s none://x\n%1$s%2$s\n%3$s"
            .formatted(time, JobId.random(), good));
    assertThat(remembering().places()).extracting("jobId").containsExactly(job);
    remembering().forget(List.of(job));
    assertThat(root).isEmptyDirectory();
  }

  /** As a program that was started anew. */
  private StagedElsewhere remembering() {
    return new StagedElsewhere(root, clock());
  }

  private void sweep(boolean shared) {
    ExportSettings usual = ExportSettings.in(root, "test");
    ServiceSettings settings =
        new ServiceSettings(
            shared,
            new ExportSettings(root, root, "test", usual.lineBytes(), usual.client(), clock()),
            1,
            1,
            Duration.ofMinutes(30),
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Duration.ofDays(7),
            Duration.ofHours(12));
    new Leftovers(settings, remembering()).sweep();
  }

  private FakeClock clock() {
    return new FakeClock() {
      @Override
      public Instant instant() {
        return Instant.now().plus(ahead);
      }
    };
  }

  private static void leave(Path in, String id) throws IOException {
    for (String ending : ENDINGS) {
      Files.writeString(in.resolve(id + ending), "x");
    }
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
