package io.vmgather.common.plot;

/**
 * One point of a plot.
 *
 * @param millis since the epoch
 * @param value may be infinite; NaN for a gap
 */
public record Point(long millis, double value) {
  public boolean gap() {
    return Double.isNaN(value);
  }
}
