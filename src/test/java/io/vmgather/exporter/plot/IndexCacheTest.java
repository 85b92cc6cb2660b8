package io.vmgather.exporter.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.exporter.plot.IndexCache.Claim;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCacheTest {
  private static final IndexCache.Key FIRST = key("first");
  private static final IndexCache.Key SECOND = key("second");
  private static final IndexCache.Key THIRD = key("third");

  @TempDir private Path folder;
  private MetricIndex index;
  private IndexCache cache;

  @BeforeEach
  void makeIndex() throws IOException {
    Path bundle = folder.resolve("bundle.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bundle))) {
      out.putNextEntry(new ZipEntry("metrics.jsonl"));
      out.write(
          "{\"metric\":{\"__name__\":\"m\"},\"values\":[1],\"timestamps\":[1]}\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    index = MetricIndex.of(new BundleLines(1000), bundle);
    cache = new IndexCache(2L * index.bytes());
  }

  @Test
  void secondCallerSharesThePassOfTheFirst() {
    Claim mine = cache.claim(FIRST);
    Claim shared = cache.claim(FIRST);
    assertThat(mine.mine()).isTrue();
    assertThat(shared.mine()).isFalse();
    assertThat(shared.index()).isNotDone();

    cache.keep(FIRST, index);
    assertThat(shared.index()).isCompletedWithValue(index);
  }

  @Test
  void failureReachesThoseWhoWaitAndTheNextOneTriesAgain() {
    Claim mine = cache.claim(FIRST);
    Claim shared = cache.claim(FIRST);
    assertThat(mine.mine()).isTrue();
    cache.failed(FIRST, new IllegalStateException("broken"));

    assertThat(shared.index()).isCompletedExceptionally();
    assertThat(cache.claim(FIRST).mine()).isTrue();
  }

  @Test
  void longestUnusedIndexGoesWhenThereAreTooManyAndOneInTheMakingStays() {
    IndexCache.Key beingMade = key("being made");
    cache.claim(beingMade);
    make(FIRST);
    make(SECOND);
    assertThat(cache.claim(FIRST).mine()).isFalse();
    make(THIRD);

    assertThat(cache.claim(FIRST).mine()).isFalse();
    assertThat(cache.claim(THIRD).mine()).isFalse();
    assertThat(cache.claim(beingMade).mine()).isFalse();
    assertThat(cache.claim(SECOND).mine()).isTrue();
  }

  private void make(IndexCache.Key key) {
    assertThat(cache.claim(key).mine()).isTrue();
    cache.keep(key, index);
  }

  private static IndexCache.Key key(String name) {
    return new IndexCache.Key(Path.of(name), 1, FileTime.fromMillis(0));
  }
}
