package io.vmgather.exporter.service;

import io.vmgather.common.jobs.JobId;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which jobs are staged in folders of their own choice, so that what they leave is swept there too.
 * Stands in a small file in the staging root: a restart must not forget it. Any thread; of two
 * programs that write at one moment the later one's word stays.
 */
final class StagedElsewhere {
  private static final Logger LOG = LoggerFactory.getLogger(StagedElsewhere.class);
  private static final String FILE = ".staged-elsewhere";
  private static final int MOST = 1000;

  private final Path root;
  private final Clock clock;

  /**
   * A job and its folder.
   *
   * @param since when the job began, or went on
   * @param folder absolute
   */
  record Place(Instant since, String jobId, Path folder) {
    /** As a URI the path has no line break and no space, whatever is in it. */
    private String line() {
      return since + " " + jobId + " " + folder.toUri();
    }

    private static Optional<Place> of(String line) {
      String[] parts = line.split(" ", 3);
      if (parts.length < 3 || !JobId.is(parts[1])) {
        return Optional.empty();
      }
      try {
        Path folder = Path.of(URI.create(parts[2]));
        return Optional.of(new Place(Instant.parse(parts[0]), parts[1], folder));
      } catch (DateTimeParseException | IllegalArgumentException | FileSystemNotFoundException e) {
        return Optional.empty();
      }
    }
  }

  StagedElsewhere(Path root, Clock clock) {
    this.root = root.toAbsolutePath().normalize();
    this.clock = clock;
  }

  /** Remembers jobs before {@code next} hears of them, and forgets those that completed. */
  JobListener before(JobListener next) {
    return new JobListener() {
      @Override
      public void started(JobSnapshot job) {
        remember(job.id(), job.stagingPath().toAbsolutePath().getParent());
        next.started(job);
      }

      @Override
      public void ended(JobSnapshot job) {
        if (job.state() == JobState.COMPLETED) {
          forget(Set.of(job.id()));
        }
        next.ended(job);
      }
    };
  }

  /** Of more than a thousand the oldest go: their files stay then. */
  void remember(String jobId, Path folder) {
    if (folder.normalize().equals(root)) {
      return;
    }
    change(
        places -> {
          places.removeIf(place -> place.jobId().equals(jobId));
          places.add(new Place(clock.instant(), jobId, folder));
          if (places.size() > MOST) {
            LOG.warn("more jobs have folders of their own than can be remembered");
            places.subList(0, places.size() - MOST).clear();
          }
        });
  }

  void forget(Collection<String> jobIds) {
    change(places -> places.removeIf(place -> jobIds.contains(place.jobId())));
  }

  /** Oldest first. */
  synchronized List<Place> places() {
    try {
      return read();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the list of staging folders can't be read");
      return List.of();
    }
  }

  /** An export does not fail by it. */
  private synchronized void change(Consumer<List<Place>> how) {
    try {
      List<Place> before = read();
      List<Place> after = new ArrayList<>(before);
      how.accept(after);
      if (!after.equals(before)) {
        write(after);
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("a staging folder can't be remembered");
    }
  }

  private List<Place> read() throws IOException {
    try {
      return Files.readAllLines(root.resolve(FILE), StandardCharsets.ISO_8859_1).stream()
          .flatMap(line -> Place.of(line).stream())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private void write(List<Place> places) throws IOException {
    Path file = root.resolve(FILE);
    if (places.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    String text = places.stream().map(Place::line).collect(Collectors.joining("\n", "", "\n"));
    // Made for this user only, as everything in the staging root.
    Path next = Files.createTempFile(root, FILE, ".next");
    try {
      try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }
}
