package io.vmgather.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class FallbackSourceTest {
  private static final TimeWindow WINDOW = new TimeWindow(0, 1000);

  private final Way raw = new Way("raw");
  private final Way points = new Way("points");
  private final FallbackSource source = new FallbackSource(List.of(raw, points));

  @Test
  void serverWithoutTheFirstWayIsAskedByTheNextFromThenOn() {
    raw.fails(ErrorCode.ROUTE_MISSING);
    assertThat(fetch()).isEqualTo(1);
    assertThat(fetch()).isEqualTo(1);
    assertThat(source.route()).isEqualTo("points");
    assertThat(raw.asked).isEqualTo(1);
  }

  /** Raw samples and points of a query in one bundle would be samples that nobody scraped. */
  @Test
  void wayThatGoesMissingLaterIsNotReplaced() {
    assertThat(fetch()).isEqualTo(1);
    raw.fails(ErrorCode.ROUTE_MISSING);
    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code())
                  .as("asked again, unlike a missing route")
                  .isEqualTo(ErrorCode.BROKEN_ANSWER);
              assertThat(e).hasMessageContaining("raw");
            });
    assertThat(source.route()).isEqualTo("raw");
    assertThat(fetch()).as("once the route is back").isEqualTo(1);
    assertThat(points.asked).isZero();
  }

  /** A window shorter than the step asks nothing, and so says nothing of the route. */
  @Test
  void wayThatWasNotAskedYetMayBeMissing() {
    raw.asks = false;
    assertThat(fetch()).isEqualTo(1);
    raw.asks = true;
    raw.fails(ErrorCode.ROUTE_MISSING);
    assertThat(fetch()).isEqualTo(1);
    assertThat(source.route()).isEqualTo("points");
  }

  @Test
  void otherFailuresStayWithTheWay() {
    raw.fails(ErrorCode.BUSY);
    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    assertThat(fetch()).isEqualTo(1);
    assertThat(points.asked).isZero();
  }

  private long fetch() {
    return source.fetch(WINDOW, null);
  }

  private static final class Way implements LineSource {
    final Deque<ErrorCode> failures = new ArrayDeque<>();
    final String route;
    boolean asks = true;
    int asked;

    Way(String route) {
      this.route = route;
    }

    void fails(ErrorCode code) {
      failures.add(code);
    }

    @Override
    public long fetch(TimeWindow window, LineConsumer consumer) {
      asked++;
      if (!failures.isEmpty()) {
        throw new GatherException(failures.remove(), "no " + route);
      }
      return 1;
    }

    @Override
    public boolean asksFor(TimeWindow window) {
      return asks;
    }

    @Override
    public String route() {
      return route;
    }
  }
}
