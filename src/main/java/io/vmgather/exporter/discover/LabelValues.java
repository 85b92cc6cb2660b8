package io.vmgather.exporter.discover;

import java.util.List;

/**
 * The values of one label in a selection, sorted, without the empty one.
 *
 * @param complete false when the server may hold more than it would tell
 */
public record LabelValues(String label, List<String> values, boolean complete) {
  public LabelValues {
    values = List.copyOf(values);
  }
}
