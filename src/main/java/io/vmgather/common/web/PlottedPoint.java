package io.vmgather.common.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vmgather.common.plot.Point;

/**
 * A pair of time and value.
 *
 * @param timestamp epoch milliseconds
 * @param value null for a gap; as VictoriaMetrics writes infinities, {@code "Infinity"} and {@code
 *     "-Infinity"}
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"timestamp", "value"})
public record PlottedPoint(long timestamp, Double value) {
  static PlottedPoint of(Point point) {
    return new PlottedPoint(point.millis(), point.gap() ? null : point.value());
  }
}
