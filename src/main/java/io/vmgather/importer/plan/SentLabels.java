package io.vmgather.importer.plan;

import io.vmgather.common.line.ExportLine;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Label sets of lines, decoded once for series that come again soon. One thread. */
public final class SentLabels {
  private static final int MOST_REMEMBERED = 20_000;
  private static final int MOST_BYTES = 8 * 1024 * 1024;
  private static final int LONGEST_REMEMBERED = 4 * 1024;

  private final Labels labels = new Labels(Set.of());
  private final Map<Long, Known> known = new LinkedHashMap<>(1024, 0.75f, true);
  private long bytes;

  /** As it was written, for the budget. */
  private record Known(Map<String, String> labels, int bytes) {}

  /** Those of the line; the same map for the same series while it is remembered. */
  public Map<String, String> of(ExportLine line) {
    labels.read(line);
    Known seen = known.get(labels.hash());
    if (seen != null) {
      return seen.labels();
    }
    int length = line.labelsEnd() - line.labelsStart();
    Map<String, String> read = Map.copyOf(labels.map());
    if (length <= LONGEST_REMEMBERED) {
      known.put(labels.hash(), new Known(read, length));
      bytes += length;
      forgetOldest();
    }
    return read;
  }

  private void forgetOldest() {
    Iterator<Known> oldest = known.values().iterator();
    while (known.size() > MOST_REMEMBERED || bytes > MOST_BYTES) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
