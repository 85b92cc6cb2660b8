package io.vmgather.importer.job;

import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineBuffer;
import io.vmgather.common.line.LineParser;
import io.vmgather.importer.plan.LinePlan;
import io.vmgather.importer.plan.SentLabels;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.BundleLines;
import io.vmgather.importer.verify.SentSamples;

/**
 * What an import sends, read from the bundle again and planned again, so that after a resume
 * nothing of it needs to have been remembered.
 */
public final class ExpectedSeries implements SentSamples {
  private final BundleFile bundle;
  private final ImportConfig config;
  private final TargetKeeps keeps;

  /** What the run with the same three sends. */
  public ExpectedSeries(BundleFile bundle, ImportConfig config, TargetKeeps keeps) {
    this.bundle = bundle;
    this.config = config;
    this.keeps = keeps;
  }

  @Override
  public void read(LineConsumer consumer) {
    Planned planned = new Planned(consumer);
    LinePlan plan =
        new LinePlan(Plans.of(config, keeps), Plans.maxLabels(config, keeps), planned::line);
    try (BundleLines lines = bundle.lines()) {
      while (lines.next()) {
        if (lines.problem().isEmpty()) {
          plan.add(lines.line(), lines.number());
        }
      }
    }
  }

  /** Reads a planned line back: what counts is what was sent. */
  private static final class Planned {
    private final LineConsumer consumer;
    private final SentLabels labels = new SentLabels();
    private final LineParser parser = new LineParser();
    private final ExportLine line = new ExportLine();
    private final LineBuffer text = new LineBuffer();
    private long[] stamps = new long[1024];
    private int count;

    Planned(LineConsumer consumer) {
      this.consumer = consumer;
    }

    void line(byte[] bytes, int from, int to, int samples) {
      text.clear();
      text.append(bytes, from, to);
      text.append('\n');
      if (parser.parse(text.bytes(), 0, text.length(), line) < 0) {
        throw new IllegalStateException("a planned line is none");
      }
      if (stamps.length < samples) {
        stamps = new long[samples * 2];
      }
      count = 0;
      line.forEachSample(
          (b, start, end, millis) -> {
            // A target does not keep gaps that are imported: null, and "NaN".
            if (b[start] != 'n' && !(b[start] == '"' && b[start + 1] == 'N')) {
              stamps[count++] = millis;
            }
          });
      consumer.line(labels.of(line), stamps, count);
    }
  }
}
