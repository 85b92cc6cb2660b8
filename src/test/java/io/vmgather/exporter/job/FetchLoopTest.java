package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.bundle.StagingSettings;
import io.vmgather.exporter.source.LineConsumer;
import io.vmgather.exporter.source.LineSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FetchLoopTest {
  private static final long HOUR = 3_600_000;
  private static final TimeWindow DAY = new TimeWindow(0, 24 * HOUR);

  @TempDir private Path folder;

  /** A line of a thinned export holds a series' whole fetch: a shorter one has shorter lines. */
  @ParameterizedTest
  @EnumSource(names = {"SERVER_LIMIT", "LINE_TOO_LONG"})
  void whatIsTooMuchAtOnceIsFetchedInParts(ErrorCode limit) {
    List<TimeWindow> fetched = fetch(Duration.ofHours(1), 3 * HOUR, limit);
    assertThat(fetched).isNotEmpty().allMatch(window -> window.lengthMillis() <= 3 * HOUR);
    coverTheDay(fetched);
  }

  @Test
  void oneBatchThatIsTooMuchIsReadInHalves() {
    List<TimeWindow> fetched = fetch(Duration.ofHours(24), HOUR, ErrorCode.LINE_TOO_LONG);
    assertThat(fetched).hasSize(32);
    coverTheDay(fetched);
  }

  private static void coverTheDay(List<TimeWindow> fetched) {
    long reached = 0;
    for (TimeWindow window : fetched) {
      assertThat(window.startMillis()).isEqualTo(reached);
      reached = window.endMillis();
    }
    assertThat(reached).isEqualTo(DAY.endMillis());
  }

  /** The windows of a source that answers at most so much. */
  private List<TimeWindow> fetch(Duration batch, long longestMillis, ErrorCode limit) {
    List<TimeWindow> fetched = new ArrayList<>();
    LineSource source =
        new LineSource() {
          @Override
          public long fetch(TimeWindow window, LineConsumer consumer) {
            if (window.lengthMillis() > longestMillis) {
              throw new GatherException(limit, "too much at once");
            }
            fetched.add(window);
            return 1;
          }

          @Override
          public String route() {
            return "limited";
          }
        };
    Batches batches = new Batches(DAY, batch, false);
    ExportProgress progress = new ExportProgress(Clock.systemUTC());
    try (Staging staging = Staging.create(folder, "job", StagingSettings.defaults())) {
      staging.checkpoint(0);
      new FetchLoop(
              batches,
              FetchSpan.of(batches, 1),
              source,
              line -> {},
              staging,
              staging::checkpoint,
              progress,
              RetryPolicy.never(),
              Clock.systemUTC())
          .run(0);
    }
    return fetched;
  }
}
