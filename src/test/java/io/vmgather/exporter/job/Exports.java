package io.vmgather.exporter.job;

import io.vmgather.FakeClock;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipFile;

/** Makes bundles with the real {@link ExportRun} and opens them with the JDK's ZIP reader. */
public final class Exports {
  static final ExportConfig.Batching AUTOMATIC = new ExportConfig.Batching(true, "auto", 0);
  static final ExportConfig.Batching SINGLE = new ExportConfig.Batching(false, "auto", 0);

  private final Path folder;

  Exports(Path folder) {
    this.folder = folder;
  }

  static ExportConfig.Batching each(long seconds) {
    return new ExportConfig.Batching(true, "custom", seconds);
  }

  static ExportConfig.Obfuscation hiding(String... customLabels) {
    return new ExportConfig.Obfuscation(true, true, true, true, List.of(customLabels), List.of());
  }

  /** What is asked for, changed step by step. */
  record Wish(
      Connection connection,
      TimeWindow window,
      String query,
      String queryType,
      List<String> components,
      List<String> jobs,
      ExportConfig.Obfuscation obfuscation,
      ExportConfig.Batching batching,
      long stepSeconds) {

    static Wish cluster(String url, TimeWindow window) {
      return new Wish(
          Connection.to(url), window, null, "", List.of(), List.of(), null, AUTOMATIC, 0);
    }

    static Wish selector(String url, String selector, TimeWindow window) {
      return cluster(url, window).query(selector, "selector");
    }

    Wish at(Connection other) {
      return new Wish(
          other, window, query, queryType, components, jobs, obfuscation, batching, stepSeconds);
    }

    Wish query(String text, String type) {
      return new Wish(
          connection, window, text, type, components, jobs, obfuscation, batching, stepSeconds);
    }

    Wish components(String... names) {
      return new Wish(
          connection,
          window,
          query,
          queryType,
          List.of(names),
          jobs,
          obfuscation,
          batching,
          stepSeconds);
    }

    Wish jobs(String... names) {
      return new Wish(
          connection,
          window,
          query,
          queryType,
          components,
          List.of(names),
          obfuscation,
          batching,
          stepSeconds);
    }

    Wish hide(ExportConfig.Obfuscation what) {
      return new Wish(
          connection, window, query, queryType, components, jobs, what, batching, stepSeconds);
    }

    Wish batches(ExportConfig.Batching how) {
      return new Wish(
          connection, window, query, queryType, components, jobs, obfuscation, how, stepSeconds);
    }

    Wish step(long seconds) {
      return new Wish(
          connection, window, query, queryType, components, jobs, obfuscation, batching, seconds);
    }

    ExportConfig config() {
      return new ExportConfig(
          connection,
          new ExportConfig.TimeRange(window.start().toString(), window.end().toString()),
          components,
          jobs,
          query == null ? "cluster" : "custom",
          queryType,
          query,
          obfuscation,
          batching,
          "",
          stepSeconds,
          null);
    }
  }

  /**
   * A bundle with all that may be asked of it.
   *
   * @param entries name to content, in the archive's order of names
   */
  public record Bundle(
      ExportOutcome outcome, Dictionary dictionary, Path file, Map<String, byte[]> entries) {
    String metrics() {
      return text("metrics.jsonl");
    }

    String text(String entry) {
      return new String(entries.get(entry), StandardCharsets.UTF_8);
    }

    public SampleSet samples() {
      return SampleSet.ofLines(metrics());
    }
  }

  Bundle make(Wish wish) {
    return make(wish, new Dictionary());
  }

  Bundle make(Wish wish, Dictionary dictionary) {
    return make(wish, dictionary, () -> {});
  }

  /**
   * @param beforeFirstFetch runs once, when discovery is over and nothing is read yet
   */
  Bundle make(Wish wish, Dictionary dictionary, Runnable beforeFirstFetch) {
    FirstFetch clock = new FirstFetch(beforeFirstFetch);
    ExportSettings given = ExportSettings.in(folder, "test");
    ExportSettings settings =
        new ExportSettings(folder, folder, "test", given.lineBytes(), given.client(), clock);
    ExportRun run = new ExportRun(wish.config(), settings, dictionary);
    clock.progress = run.progress();
    ExportOutcome outcome = run.toBundle();
    Path file = outcome.bundle().orElseThrow().path();
    return new Bundle(outcome, dictionary, file, entries(file));
  }

  /** The run's clock: asked when the first fetch is about to begin, among others. */
  private static final class FirstFetch extends FakeClock {
    private final AtomicReference<Runnable> action;
    private ExportProgress progress;
    private boolean looking;

    FirstFetch(Runnable action) {
      this.action = new AtomicReference<>(action);
    }

    @Override
    public Instant instant() {
      // The snapshot asks this clock, too.
      if (progress != null && !looking && action.get() != null) {
        looking = true;
        ExportProgress.Stage stage = progress.snapshot().stage();
        looking = false;
        if (stage == ExportProgress.Stage.EXPORTING) {
          Optional.ofNullable(action.getAndSet(null)).ifPresent(Runnable::run);
        }
      }
      return Instant.now();
    }
  }

  /** A bundle that something else made: without outcome and dictionary. */
  public static Bundle open(Path file) {
    return new Bundle(null, null, file, entries(file));
  }

  private static Map<String, byte[]> entries(Path file) {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (var entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }
}
