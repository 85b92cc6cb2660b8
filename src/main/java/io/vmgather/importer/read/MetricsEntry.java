package io.vmgather.importer.read;

import io.vmgather.common.bundle.BundleArchive;
import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.CheckedEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;

/** Which entry of an archive holds the metrics. */
final class MetricsEntry {
  private static final int LOOKED_AT_BYTES = 4096;

  private MetricsEntry() {}

  /** The usual one, else the only {@code .jsonl} entry whose first line is of metrics. */
  static String find(BundleArchive archive) throws IOException {
    List<String> names = archive.names();
    if (names.contains(BundleFormat.METRICS_ENTRY)) {
      return BundleFormat.METRICS_ENTRY;
    }
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (name.toLowerCase(Locale.ROOT).endsWith(".jsonl") && isMetrics(archive, name)) {
        found.add(name);
      }
    }
    if (found.size() > 1) {
      throw new ZipException("several entries hold metrics: " + String.join(", ", found));
    }
    if (found.isEmpty()) {
      throw new ZipException("none of its entries holds metrics");
    }
    return found.get(0);
  }

  private static boolean isMetrics(BundleArchive archive, String name) throws IOException {
    try (CheckedEntry in = archive.open(name)) {
      return ExpectedStart.namesMetric(in.readNBytes(LOOKED_AT_BYTES));
    }
  }
}
