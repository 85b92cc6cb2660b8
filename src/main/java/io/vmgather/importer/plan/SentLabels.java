package io.vmgather.importer.plan;

import io.vmgather.common.line.ExportLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Label sets of lines, decoded once for series that come again soon. One thread. */
public final class SentLabels {
  private static final int REMEMBERED = 20_000;

  private final Labels labels = new Labels(Set.of());
  private final Map<Long, Map<String, String>> known =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Map<String, String>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Those of the line; the same map for the same series while it is remembered. */
  public Map<String, String> of(ExportLine line) {
    labels.read(line);
    return known.computeIfAbsent(labels.hash(), unseen -> Map.copyOf(labels.map()));
  }
}
