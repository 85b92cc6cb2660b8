package io.vmgather.importer.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineBuffer;
import io.vmgather.common.line.LineParser;
import io.vmgather.importer.plan.LinePlan;
import io.vmgather.importer.plan.SentLabels;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.BundleLines;
import io.vmgather.importer.verify.SentSamples;
import java.util.function.BooleanSupplier;

/**
 * What an import sends, read from the bundle again and planned again, so that after a resume
 * nothing of it needs to have been remembered.
 */
public final class ExpectedSeries implements SentSamples {
  private static final int LINES_BETWEEN_LOOKS = 64;

  private final BundleFile bundle;
  private final ImportConfig config;
  private final TargetKeeps keeps;
  private final BooleanSupplier stop;

  /**
   * What the run with the same three sends.
   *
   * @param stop asked now and then while the bundle is read; ends it with CANCELLED
   */
  public ExpectedSeries(
      BundleFile bundle, ImportConfig config, TargetKeeps keeps, BooleanSupplier stop) {
    this.bundle = bundle;
    this.config = config;
    this.keeps = keeps;
    this.stop = stop;
  }

  @Override
  public void read(LineConsumer consumer) {
    Planned planned = new Planned(consumer);
    LinePlan plan =
        new LinePlan(Plans.of(config, keeps), Plans.maxLabels(config, keeps), planned::line);
    try (BundleLines lines = bundle.lines()) {
      for (long seen = 1; lines.next(); seen++) {
        if (seen % LINES_BETWEEN_LOOKS == 0 && stop.getAsBoolean()) {
          throw new GatherException(ErrorCode.CANCELLED, "The count was cancelled");
        }
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
