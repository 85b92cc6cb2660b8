package io.vmgather.exporter.bundle;

import io.vmgather.exporter.deflate.BlockDeflater;
import io.vmgather.exporter.deflate.CheckedDeflater;
import io.vmgather.exporter.deflate.ZlibDeflater;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Measures what the choice in {@link StagingSettings} rests on: time and size of deflate by
 * encoder, level, strategy, block and order, against one gzip -6 of the lines as they came.
 * Arguments: {@code aligned}, {@code offsets}, or a {@code .jsonl.gz} file. Run it with the flags
 * of the command line: {@code -XX:+UseSerialGC -XX:TieredStopAtLevel=1}.
 */
final class DeflateComparison {

  private final List<ScrapedLine> lines = new ArrayList<>();
  private long plainBytes;

  private DeflateComparison() {}

  public static void main(String[] args) throws IOException {
    for (String data : args) {
      new DeflateComparison().run(data);
    }
  }

  private void run(String data) throws IOException {
    read(data);
    long gzip = gzip();
    System.out.printf("%n%s: %.1f MB, gzip -6 %.2f MB%n", data, plainBytes / 1e6, gzip / 1e6);
    System.out.println("| level | strategy | block | sorted | seconds | MB | of gzip -6 |");
    System.out.println("|---|---|---|---|---|---|---|");
    measure("lines", "checked", CheckedDeflater.ofLines(), 4, true, gzip);
    for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED}) {
      for (int level = 1; level <= 9; level++) {
        measure(level, strategy, 4, true, gzip);
      }
    }
    for (int level : new int[] {4, 6}) {
      for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED}) {
        measure(level, strategy, 8, true, gzip);
        measure(level, strategy, 2, true, gzip);
        measure(level, strategy, 4, false, gzip);
      }
    }
  }

  private void measure(int level, int strategy, int mebi, boolean sorted, long gzip) {
    String named = strategy == Deflater.FILTERED ? "FILTERED" : "DEFAULT";
    measure("" + level, named, new ZlibDeflater(level, strategy), mebi, sorted, gzip);
  }

  /** Closes the encoder. */
  private void measure(
      String level, String strategy, BlockDeflater deflater, int mebi, boolean sorted, long gzip) {
    long best = Long.MAX_VALUE;
    long size = 0;
    for (int i = 0; i < 2; i++) {
      long start = System.nanoTime();
      size = deflate(deflater, mebi * 1024 * 1024, sorted);
      best = Math.min(best, System.nanoTime() - start);
    }
    deflater.close();
    System.out.printf(
        "| %s | %s | %d MiB | %s | %.2f | %.2f | %.3f |%n",
        level, strategy, mebi, sorted ? "yes" : "no", best / 1e9, size / 1e6, (double) size / gzip);
  }

  private long deflate(BlockDeflater deflater, int blockBytes, boolean sorted) {
    Block block = new Block(blockBytes);
    block.clear();
    long size = 0;
    for (ScrapedLine line : lines) {
      if (!block.fits(line.labels.length + line.rest.length + 11)) {
        size += flush(block, deflater, sorted);
      }
      block.put("{\"metric\":".getBytes(StandardCharsets.US_ASCII), 0, 10);
      block.put(line.labels, 0, line.labels.length);
      block.put(line.rest, 0, line.rest.length);
      block.put((byte) '\n');
      block.endLine(line.last, line.samples);
    }
    return size + flush(block, deflater, sorted);
  }

  private static int flush(Block block, BlockDeflater deflater, boolean sorted) {
    if (sorted) {
      block.order();
    }
    block.deflate(deflater);
    int size = block.deflatedLength();
    block.clear();
    return size;
  }

  private long gzip() throws IOException {
    long[] size = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            size[0]++;
          }

          @Override
          public void write(byte[] b, int from, int length) {
            size[0] += length;
          }
        };
    try (GZIPOutputStream out = new GZIPOutputStream(counting, 64 * 1024)) {
      for (ScrapedLine line : lines) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes("{\"metric\":".getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(line.labels);
        whole.writeBytes(line.rest);
        whole.write('\n');
        plainBytes += whole.size();
        whole.writeTo(out);
      }
    }
    return size[0];
  }

  private void read(String data) {
    if (data.endsWith(".gz")) {
      readFile(data);
    } else {
      new ScrapedLines(4000, 1440, data.equals("offsets"))
          .forEach((labels, rest, last, n) -> lines.add(new ScrapedLine(labels, rest, last, n)));
    }
  }

  private void readFile(String file) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new FileInputStream(file)), StandardCharsets.UTF_8))) {
      in.lines().forEach(this::addLine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addLine(String line) {
    int rest = line.indexOf(",\"values\":[");
    lines.add(
        new ScrapedLine(
            line.substring(10, rest).getBytes(StandardCharsets.UTF_8),
            line.substring(rest).getBytes(StandardCharsets.UTF_8),
            Long.parseLong(line.substring(line.length() - 15, line.length() - 2)),
            1));
  }
}
