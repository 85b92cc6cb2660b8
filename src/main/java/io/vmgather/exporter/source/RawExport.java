package io.vmgather.exporter.source;

import io.vmgather.common.TimeWindow;
import io.vmgather.common.line.ExportLine;
import io.vmgather.common.vm.OpenAnswer;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.util.Optional;

/** Raw samples by {@code /api/v1/export}. */
public final class RawExport implements LineSource {
  /** Keeps a line's timestamps within deflate's reach of 32 KB, and lines small. */
  private static final int ROWS_A_LINE = 500;

  private final VmClient client;
  private final Selector selector;
  private final Thinning thinning;
  private final int maxLineBytes;

  private RawExport(VmClient client, Selector selector, Thinning thinning, int maxLineBytes) {
    this.client = client;
    this.selector = selector;
    this.thinning = thinning;
    this.maxLineBytes = maxLineBytes;
  }

  /** Every sample as it is. The client stays the caller's to close. */
  public static RawExport of(VmClient client, Selector selector, int maxLineBytes) {
    return new RawExport(client, selector, null, maxLineBytes);
  }

  /**
   * One sample a step.
   *
   * @param stepMillis at least 1
   * @param range what all windows together cover
   */
  public static RawExport thinned(
      VmClient client, Selector selector, int maxLineBytes, long stepMillis, TimeWindow range) {
    return new RawExport(client, selector, new Thinning(stepMillis, range), maxLineBytes);
  }

  @Override
  public String route() {
    return "export";
  }

  @Override
  public long fetch(TimeWindow window, LineConsumer consumer) {
    Optional<TimeWindow> asked = asked(window);
    return asked.isPresent() ? fetchAsked(asked.get(), consumer) : 0;
  }

  @Override
  public boolean asksFor(TimeWindow window) {
    return asked(window).isPresent();
  }

  private Optional<TimeWindow> asked(TimeWindow window) {
    return thinning == null ? Optional.of(window) : thinning.fetchWindow(window);
  }

  private long fetchAsked(TimeWindow window, LineConsumer consumer) {
    Params params = Params.of("match[]", selector.toString()).in(window);
    if (thinning == null) {
      // Thinning wants a series' whole window in one line; everything else wants short lines.
      params = params.and("max_rows_per_line", ROWS_A_LINE);
    }
    try (OpenAnswer answer = client.open("/api/v1/export", params)) {
      return readLines(answer, window, consumer);
    } catch (IOException e) {
      throw BrokenAnswer.of("broke off its export: " + e, e);
    }
  }

  private long readLines(OpenAnswer answer, TimeWindow window, LineConsumer consumer)
      throws IOException {
    ExportLineReader reader = new ExportLineReader(answer.body(), maxLineBytes);
    for (ExportLine line = reader.next(); line != null; line = reader.next()) {
      if (line.firstMillis() < window.startMillis() || line.lastMillis() > window.lastMillis()) {
        // Such a sample would be in the bundle twice: here and in its own window.
        throw BrokenAnswer.of("sent samples from outside of the asked range");
      }
      consumer.accept(thinning == null ? line : thinning.thin(line));
    }
    return reader.readBytes();
  }
}
