package io.vmgather.common.bundle;

/**
 * The names that a bundle is made of: a ZIP (Zip64 when needed) with exactly these three entries.
 */
public final class BundleFormat {
  /** One line a series and fetch, as {@code /api/v1/export} of VictoriaMetrics writes it. */
  public static final String METRICS_ENTRY = "metrics.jsonl";

  /** The {@link Manifest}. */
  public static final String MANIFEST_ENTRY = "metadata.json";

  /** For a person at the support desk. */
  public static final String README_ENTRY = "README.txt";

  /** The version that this program writes; a manifest without one is of vmgather 1.x. */
  public static final int FORMAT_VERSION = 1;

  private BundleFormat() {}
}
