package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;

/**
 * What a bundle may cost the one who looks into it.
 *
 * @param inflatedBytes of an entry, at least 1
 * @param ratio inflated to deflated length, looked at from 64 MiB on; deflate itself ends at 1,032
 * @param series that are told apart, at 16 to 32 bytes each; above, their number is a lower bound
 * @param names of metrics and of labels that are told apart
 * @param topMetrics names of metrics that are listed
 */
public record InspectionLimits(
    long inflatedBytes, int ratio, int series, int names, int topMetrics) {

  public InspectionLimits {
    if (inflatedBytes < 1 || ratio < 1 || series < 1 || names < 1 || topMetrics < 0) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "limits of an inspection are positive");
    }
  }

  /** 1 TiB inflated, ratio 500, 2,000,000 series, 100,000 names, the top 20: under 100 MiB. */
  public static InspectionLimits defaults() {
    return new InspectionLimits(1L << 40, 500, 2_000_000, 100_000, 20);
  }
}
