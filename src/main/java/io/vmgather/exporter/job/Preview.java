package io.vmgather.exporter.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.discover.Sampler;
import io.vmgather.exporter.discover.Samples;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import io.vmgather.exporter.obfuscate.ObfuscationRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A few series as an export would write them: with the same tokens, because the dictionary is
 * taught the same way before.
 *
 * @param samples at most as many as were asked for
 * @param labelValues each label of the sample with the number of its distinct values at the source
 * @param residue labels that are not hidden themselves, to the number of series in which originals
 *     were replaced in them
 */
public record Preview(
    List<Line> samples,
    Map<String, Integer> labelValues,
    Map<String, Long> residue,
    List<String> warnings) {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .build());
  private static final TypeReference<LinkedHashMap<String, String>> LABELS =
      new TypeReference<>() {};
  private static final String NAME = "__name__";
  private static final long CACHE_BYTES = 1024 * 1024;

  /**
   * One series.
   *
   * @param labels as they will be written, without {@code __name__}
   * @param before as they are at the source
   * @param timestampMillis when the value was current
   */
  public record Line(
      String name,
      Map<String, String> labels,
      Map<String, String> before,
      double value,
      long timestampMillis) {
    /** Without the labels, which may be originals. */
    @Override
    public String toString() {
      return "Line[" + name + "]";
    }
  }

  /**
   * Asks the source of {@code config}.
   *
   * @param limit 1 to 1000 series
   * @throws io.vmgather.common.GatherException as {@link ExportRun#toBundle}
   */
  public static Preview of(
      ExportConfig config, int limit, ExportSettings settings, Dictionary dictionary) {
    List<String> warnings = new ArrayList<>();
    ExportPlan plan = ExportPlan.of(config, warnings::add);
    Samples samples =
        new Inquiry(plan, settings, dictionary, warnings::add)
            .ask(prepared -> sample(prepared, limit));
    warnings.addAll(samples.warnings());
    return rewritten(samples, dictionary, plan.rules(), warnings);
  }

  private static Samples sample(PreparedExport prepared, int limit) {
    Sampler sampler = new Sampler(prepared.client());
    TimeWindow window = prepared.plan().batches().range();
    return prepared
        .selector()
        .map(selector -> sampler.ofSelectors(List.of(selector.toString()), window, limit))
        .orElseGet(() -> sampler.ofQuery(prepared.selection(), window, limit));
  }

  private static Preview rewritten(
      Samples samples, Dictionary dictionary, ObfuscationRules rules, List<String> warnings) {
    // Once for what the series teach: an original of the last one may stand in the first.
    rewrite(samples, new LabelRewriter(dictionary, rules, CACHE_BYTES));
    LabelRewriter rewriter = new LabelRewriter(dictionary, rules, CACHE_BYTES);
    List<Line> lines = rewrite(samples, rewriter);
    return new Preview(
        lines, labelValues(samples), rewriter.report().residueRewritten(), List.copyOf(warnings));
  }

  private static List<Line> rewrite(Samples samples, LabelRewriter rewriter) {
    List<Line> lines = new ArrayList<>();
    for (Samples.Sample sample : samples.samples()) {
      Map<String, String> labels = rewrite(sample, rewriter);
      labels.remove(NAME);
      lines.add(
          new Line(sample.name(), labels, sample.labels(), sample.value(), sample.timestamp()));
    }
    return List.copyOf(lines);
  }

  private static Map<String, String> rewrite(Samples.Sample sample, LabelRewriter rewriter) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(NAME, sample.name());
    labels.putAll(sample.labels());
    try {
      byte[] raw = JSON.writeValueAsBytes(labels);
      return JSON.readValue(rewriter.rewrite(raw, 0, raw.length), LABELS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Integer> labelValues(Samples samples) {
    Map<String, Set<String>> values = new TreeMap<>();
    for (Samples.Sample sample : samples.samples()) {
      sample
          .labels()
          .forEach((name, value) -> values.computeIfAbsent(name, n -> new HashSet<>()).add(value));
    }
    Map<String, Integer> counts = new TreeMap<>();
    values.forEach((name, distinct) -> counts.put(name, distinct.size()));
    return counts;
  }
}
