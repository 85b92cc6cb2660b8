package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.FakeClock;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.exporter.bundle.Manifests;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.bundle.StagingSettings;
import io.vmgather.exporter.job.MemorySource.Point;
import io.vmgather.exporter.job.MemorySource.Series;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import io.vmgather.exporter.obfuscate.ObfuscationRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever the label sets, however the range is cut into batches, the batches gathered into fetches
 * and the answers into lines, and wherever fetches break: the bundle has the very samples.
 */
class FetchPropertiesTest {
  private static final long START = 1_795_000_000_000L;
  private static final long LENGTH = 3600_000;
  private static final RetryPolicy RETRY =
      RetryPolicy.of(3, Duration.ZERO, Duration.ZERO).sleepingBy(wait -> {}, () -> 0.5);

  /** How many ways each of the cases is fetched in; more of them are a longer run. */
  private static final int WAYS = Integer.getInteger("vmgather.properties.ways", 1);

  /** How an export is cut. */
  record Cut(int batchSeconds, boolean kept, long estimatedBytes, int failures, long seed) {}

  private record State(int batches) {}

  @Property(tries = 60)
  void bundleHasTheVerySamplesHoweverTheyAreFetched(
      @ForAll("series") List<Series> series, @ForAll("cuts") Cut cut) throws IOException {
    for (int way = 0; way < WAYS; way++) {
      Path folder = Files.createTempDirectory("fetches");
      try {
        bundleHasTheVerySamples(folder, series, cut, new Random(cut.seed() + way));
      } finally {
        delete(folder);
      }
    }
  }

  private static void bundleHasTheVerySamples(
      Path folder, List<Series> series, Cut cut, Random random) {
    Dictionary dictionary = new Dictionary();
    ObfuscationRules rules = new ObfuscationRules(true, true, Set.of("pod"), Set.of());
    LabelRewriter rewriter = new LabelRewriter(dictionary, rules, 4096);
    series.forEach(one -> dictionary.learn("pod", List.of(one.labels().get("pod"))));

    Path bundle = bundle(folder, series, cut, rewriter, random);

    ReadBack back = new ReadBack(dictionary.privateMap());
    Exports.open(bundle).samples().mapLabels(back::labels).assertSameAs(samples(series));
  }

  private static Path bundle(
      Path folder, List<Series> series, Cut cut, LabelRewriter rewriter, Random random) {
    Batches batches =
        new Batches(
            new TimeWindow(START, START + LENGTH),
            Duration.ofSeconds(cut.batchSeconds()),
            cut.kept());
    MemorySource source = new MemorySource(series, random, cut.failures());
    StagingSettings small = StagingSettings.defaults().withBlockBytes(64 * 1024);
    Staging staging = Staging.create(folder, "job", small);
    staging.checkpoint(new State(0));
    int completed = 0;
    while (completed < batches.count()) {
      try {
        fetchLoop(batches, cut, source, rewriter, staging, random).run(completed);
        completed = batches.count();
      } catch (GatherException broken) {
        // As a person does who resumes it: what was behind the last checkpoint is still there.
        assertThat(cut.failures()).isPositive();
        staging.close();
        staging = Staging.resume(folder, "job", small);
        completed = staging.jobState(State.class).batches();
      }
    }
    try (Staging done = staging) {
      return done.assemble(folder, "bundle.zip", Manifests::of).path();
    }
  }

  private static FetchLoop fetchLoop(
      Batches batches,
      Cut cut,
      MemorySource source,
      LabelRewriter rewriter,
      Staging staging,
      Random random) {
    FakeClock jumping =
        new FakeClock() {
          private Instant now = Instant.EPOCH;

          @Override
          public Instant instant() {
            now = now.plusMillis(random.nextInt(500));
            return now;
          }
        };
    ExportProgress progress = new ExportProgress(jumping);
    return new FetchLoop(
        batches,
        FetchSpan.of(batches, cut.estimatedBytes()),
        source,
        new LinePipe(rewriter, staging, progress),
        staging,
        done -> staging.checkpoint(new State(done)),
        progress,
        RETRY,
        jumping);
  }

  private static SampleSet samples(List<Series> series) {
    return SampleSet.ofLines(
        series.stream()
            .map(one -> MemorySource.line(one.labels(), one.points()))
            .collect(Collectors.joining("\n")));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<List<Series>> series() {
    Arbitrary<Map<String, String>> labels =
        Combinators.combine(hosts(), hosts(), hosts(), Arbitraries.strings().ofMaxLength(12))
            .as(
                (instance, job, pod, note) -> {
                  Map<String, String> set = new TreeMap<>();
                  set.put("__name__", "up");
                  set.put("instance", "i-" + instance + ":9100");
                  set.put("job", "j-" + job);
                  set.put("pod", "p-" + pod);
                  set.put("url", "http://i-" + instance + ":9100/" + pod);
                  if (!note.isEmpty()) {
                    set.put("note", note);
                  }
                  return set;
                });
    Arbitrary<List<Point>> points =
        Combinators.combine(
                Arbitraries.longs().between(START, START + LENGTH - 1),
                Arbitraries.of("0", "1", "-1.5e-7", "12345.678", "null", "\"Infinity\"", "-0"))
            .as(Point::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(60)
            .map(list -> list.stream().sorted(Comparator.comparingLong(Point::millis)).toList());
    return Combinators.combine(labels, points)
        .as(Series::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .uniqueElements(Series::labels);
  }

  @Provide
  Arbitrary<Cut> cuts() {
    return Combinators.combine(
            Arbitraries.integers().between(30, 5000),
            Arbitraries.of(true, false),
            Arbitraries.of(0L, 1L, 1L << 31, 1L << 36),
            Arbitraries.integers().between(0, 12),
            Arbitraries.longs())
        .as(Cut::new);
  }

  private static Arbitrary<String> hosts() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(4).ofMaxLength(9);
  }
}
