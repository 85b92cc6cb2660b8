package io.vmgather.importer.read;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;

/**
 * What a bundle may cost whoever reads it.
 *
 * @param inflatedBytes of its metrics, at least 1
 * @param ratio inflated to deflated length, looked at from 64 MiB on; deflate itself ends at 1,032
 * @param lineBytes longest line, which is held in memory; longer ones are skipped and counted
 */
public record ReadLimits(long inflatedBytes, int ratio, int lineBytes) {
  public ReadLimits {
    if (inflatedBytes < 1 || ratio < 1 || lineBytes < 1) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "limits of reading are positive");
    }
  }

  /** 1 TiB inflated, ratio 500, lines of 64 MiB. */
  public static ReadLimits defaults() {
    return new ReadLimits(1L << 40, 500, 64 * 1024 * 1024);
  }
}
