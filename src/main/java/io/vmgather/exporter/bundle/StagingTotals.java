package io.vmgather.exporter.bundle;

/**
 * What a stretch of staging holds.
 *
 * @param lines lines of {@code metrics.jsonl}
 * @param samples pairs of value and timestamp
 * @param uncompressedBytes their length, newlines included
 * @param compressedBytes length of their deflated blocks, without headers
 */
public record StagingTotals(
    long lines, long samples, long uncompressedBytes, long compressedBytes) {
  static final StagingTotals NONE = new StagingTotals(0, 0, 0, 0);

  StagingTotals plus(Block block) {
    return new StagingTotals(
        lines + block.countedLines(),
        samples + block.samples(),
        uncompressedBytes + block.length(),
        compressedBytes + block.deflatedLength());
  }
}
