package io.vmgather.importer.plan;

import io.vmgather.common.line.ExportLine;

/** Remembers timestamps of the last lines: bounded, and a wrong guess only costs a reading. */
final class StampMemo {
  private static final int SLOTS = 64;
  private static final int MOST_SAMPLES = 16 * 1024;
  private static final int MOST_STAMP_BYTES = 20;

  private final Stamps[] slots = new Stamps[SLOTS];
  private long[] large;

  Stamps of(ExportLine line) {
    int bytes = line.timestampsEnd() - line.timestampsStart();
    if (line.samples() > MOST_SAMPLES || bytes > MOST_SAMPLES * MOST_STAMP_BYTES) {
      // Arrays of that size are seldom the same, and would fill the heap.
      Stamps read = Stamps.of(line, large);
      large = read.millis();
      return read;
    }
    long mixed = (line.firstMillis() * 31 + line.lastMillis()) * 31 + line.samples();
    int slot = Long.hashCode(mixed * 0x9E3779B97F4A7C15L) & (SLOTS - 1);
    Stamps known = slots[slot];
    if (known == null || !known.areOf(line)) {
      known = Stamps.of(line, null);
      slots[slot] = known;
    }
    return known;
  }
}
