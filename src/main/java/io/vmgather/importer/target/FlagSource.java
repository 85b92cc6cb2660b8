package io.vmgather.importer.target;

import java.util.Locale;

/** Where something about a target was found. */
public enum FlagSource {
  /** {@code /api/v1/status/tsdb}. */
  STATUS,
  /** The server's own {@code /metrics}. */
  METRICS,
  /** Metrics of itself that the server has scraped. */
  PROMQL,
  /** Nowhere: it is what VictoriaMetrics does by default. */
  DEFAULT,
  UNKNOWN;

  /** As on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
