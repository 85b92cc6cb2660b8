package io.vmgather.exporter.discover;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.source.Selector;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Several series selectors at once, as text. */
final class Selectors {
  private Selectors() {}

  /**
   * The selectors, when each is one.
   *
   * @throws GatherException INVALID_INPUT at {@code query}
   */
  static List<String> checked(Collection<String> selectors) {
    if (selectors.isEmpty()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "No selector is given").at("query");
    }
    return selectors.stream().map(text -> Selector.require(text).toString()).toList();
  }

  /** {@code function} over each selector's samples, joined to one vector without repeats. */
  static String over(String function, Collection<String> selectors, String lookback) {
    return selectors.stream()
        .map(selector -> function + "(" + selector + "[" + lookback + "])")
        .collect(Collectors.joining(" or "));
  }
}
