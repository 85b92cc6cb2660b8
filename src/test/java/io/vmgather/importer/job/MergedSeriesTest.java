package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.ReadLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that nothing tells apart any more once a label is left out. */
class MergedSeriesTest {
  private static final String LINES =
      """
      {"metric":{"__name__":"m","job":"a","pod":"1","zone":"z"},"values":[1],"timestamps":[1772607600000]}
      {"metric":{"__name__":"m","job":"a","pod":"2","zone":"z"},"values":[2],"timestamps":[1772607600000]}
      """;
  private static final String MANIFEST =
      "{\"version\":\"2.0.0\",\"export_id\":\"a\",\"metrics_count\":2,\"series_count\":2}";

  @TempDir private Path folder;

  @Test
  void areWarnedOf() throws IOException {
    assertThat(warnings(List.of("pod")))
        .containsExactly("Without pod, 2 series become 1: samples of several then stand in one");
    assertThat(warnings(List.of("zone"))).isEmpty();
    assertThat(warnings(List.of())).isEmpty();
  }

  private List<String> warnings(List<String> dropped) throws IOException {
    Path file = Files.createTempFile(folder, "bundle", ".zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("metrics.jsonl"));
      zip.write(LINES.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("metadata.json"));
      zip.write(MANIFEST.getBytes(StandardCharsets.UTF_8));
    }
    ImportConfig config =
        new ImportConfig(
            "http://vm:8428", "", "", "", "", "", "", "", false, 0, 0, false, 0, 0, dropped, 0);
    BundleFile bundle = BundleFile.open(file, ReadLimits.defaults());
    return new Preflight(bundle, config, TargetKeeps.UNKNOWN, ImportSettings.defaults())
        .run(true, () -> false)
        .warnings();
  }
}
