package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.ReadLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedSeriesTest {
  private static final int LINES = 10_000;
  private static final String LINE =
      "{\"metric\":{\"__name__\":\"m\"},\"values\":[1],\"timestamps\":[1772607600000]}";

  @TempDir private Path folder;

  /** A large bundle takes minutes, which nobody waits for who has cancelled. */
  @Test
  void cancelledCountDoesNotReadTheBundleToItsEnd() throws Exception {
    Path file = folder.resolve("x.jsonl");
    Files.write(file, Collections.nCopies(LINES, LINE));
    AtomicInteger read = new AtomicInteger();
    ExpectedSeries expected =
        new ExpectedSeries(
            BundleFile.open(file, ReadLimits.defaults()),
            ImportConfig.to("http://target.test"),
            TargetKeeps.UNKNOWN,
            () -> read.get() > 100);
    assertThatThrownBy(() -> expected.read((labels, stamps, count) -> read.incrementAndGet()))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(read).hasValueBetween(100, 300);
  }
}
