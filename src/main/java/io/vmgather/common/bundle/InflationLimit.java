package io.vmgather.common.bundle;

import java.util.zip.ZipException;

/** Ends the reading of content that inflates to more than it may. One thread. */
public final class InflationLimit {
  /** Below this an absurd ratio does no harm; small files of zeros have one. */
  private static final long RATIO_MATTERS_BYTES = 64L * 1024 * 1024;

  private final String name;
  private final long mostBytes;
  private long bytes;

  /**
   * @param name of what is read, for the message
   * @param deflatedBytes length of what is inflated
   * @param mostBytes whatever the ratio
   * @param ratio inflated to deflated, looked at from 64 MiB on
   */
  public InflationLimit(String name, long deflatedBytes, long mostBytes, int ratio) {
    this.name = name;
    long byRatio = deflatedBytes > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : deflatedBytes * ratio;
    this.mostBytes = Math.min(mostBytes, Math.max(RATIO_MATTERS_BYTES, byRatio));
  }

  /**
   * Counts what was inflated.
   *
   * @throws ZipException when it is more than may be
   */
  public void add(int more) throws ZipException {
    bytes += more;
    if (bytes > mostBytes) {
      throw new ZipException(name + " inflates to more than " + mostBytes + " bytes");
    }
  }

  /** Inflated so far. */
  public long bytes() {
    return bytes;
  }
}
