package io.vmgather.exporter.obfuscate;

import java.util.List;

/**
 * What the leak gate found.
 *
 * @param checkedLabelSets distinct written label sets that were checked
 * @param residual label sets among them that still give an original away; a bundle ships with 0
 * @param where label and metric names of the first few, never values
 */
public record LeakScan(long checkedLabelSets, long residual, List<String> where) {
  public LeakScan {
    where = List.copyOf(where);
  }
}
