package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.bundle.BundleName;
import io.vmgather.exporter.obfuscate.ObfuscationRules;
import io.vmgather.exporter.source.Selector;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A configuration, understood and checked before anything is asked of a server.
 *
 * @param selector the chosen series in custom mode; nothing in cluster mode and for an expression
 * @param expression what is to be evaluated; nothing when raw samples are wanted
 * @param step one sample a step; nothing for raw samples
 */
record ExportPlan(
    ExportConfig config,
    Batches batches,
    ObfuscationRules rules,
    Optional<Selector> selector,
    Optional<String> expression,
    Optional<Duration> step,
    Optional<Path> stagingFolder) {

  /**
   * @throws GatherException INVALID_INPUT with the field that is wrong
   */
  static ExportPlan of(ExportConfig config, Consumer<String> warnings) {
    Batches batches = Batches.of(config.timeRange().window(), config.batching(), warnings);
    requireName(config.outputSettings().archiveName());
    Optional<Selector> selector = Optional.empty();
    Optional<String> expression = Optional.empty();
    if (config.custom()) {
      String query = required(config.query());
      if (config.queryType().equals("selector")) {
        selector = Optional.of(Selector.require(query));
      } else if (config.queryType().isEmpty()) {
        selector = Selector.parse(query);
      }
      expression = selector.isPresent() ? Optional.empty() : Optional.of(query);
    }
    return new ExportPlan(
        config,
        batches,
        rules(config.obfuscation()),
        selector,
        expression,
        config.metricStepSeconds() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(config.metricStepSeconds())),
        folder(config.stagingDir()));
  }

  /** The step of evaluated points. */
  Duration pointStep() {
    return step.orElseGet(() -> Batches.cadence(batches.range()));
  }

  /**
   * How many samples will come of as many at the source; 0 where it can't be told: of one a step,
   * it depends on each series' own interval.
   */
  long expected(long sourceSamples) {
    return step.isPresent() ? 0 : sourceSamples;
  }

  /** The same without teaching anybody what is to be hidden: for what is only counted. */
  ExportPlan hidingNothing() {
    return new ExportPlan(
        config, batches, ObfuscationRules.NONE, selector, expression, step, stagingFolder);
  }

  private static String required(String query) {
    if (query == null || query.isBlank()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the query is missing")
          .hint("Give a selector such as {job=\"app\"}, or use mode cluster.")
          .at("query");
    }
    return query.strip();
  }

  private static ObfuscationRules rules(ExportConfig.Obfuscation given) {
    // Dropping is not obfuscation: it holds also when nothing is hidden.
    Set<String> dropped = new HashSet<>(given.dropLabels());
    return given.enabled()
        ? new ObfuscationRules(
            given.obfuscateInstance(),
            given.obfuscateJob(),
            new HashSet<>(given.customLabels()),
            dropped)
        : new ObfuscationRules(false, false, Set.of(), dropped);
  }

  private static void requireName(String archiveName) {
    if (archiveName != null && !archiveName.isBlank()) {
      BundleName.require(archiveName);
    }
  }

  private static Optional<Path> folder(String stagingDir) {
    try {
      return stagingDir == null || stagingDir.isBlank()
          ? Optional.empty()
          : Optional.of(Path.of(stagingDir).toAbsolutePath());
    } catch (InvalidPathException e) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the staging folder is no path", e)
          .at("staging_dir");
    }
  }
}
