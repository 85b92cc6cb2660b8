package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.bundle.Manifest;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private final String text =
      Readme.of(Manifests.of(new MetricsFacts("abcd", 99, 4321, 1_000_000)));

  @Test
  void rangeIsInUtcWithItsLength() {
    assertThat(text)
        .contains("From:       2026-11-22 10:30:00 UTC")
        .contains("To:         2026-11-22 12:00:00 UTC (not included), 1h30m");
  }

  @Test
  void componentsAreUnique() {
    assertThat(text).contains("Components: vmselect, vmstorage\n");
  }

  @Test
  void countsAndChecksumAreSaid() {
    assertThat(text)
        .contains("Lines:      4,321\n")
        .contains("Samples:    1,000,000\n")
        .contains("SHA-256:    abcd\n");
  }

  @Test
  void everyHiddenLabelIsNamedWithItsRule() {
    assertThat(text)
        .contains("- instance: 1,234 values, 777.777.X.Y")
        .contains("- job: 1 values, component-job-N")
        .contains("found in label addr and replaced there: 7 values")
        .contains("4,100 label sets were searched")
        .contains("Removed:    env");
  }

  @Test
  void importIsExplained() {
    assertThat(text).contains("api/v1/import");
  }

  @Test
  void digestsOfTheMapStayInTheManifest() {
    assertThat(text).doesNotContain("00ff");
  }

  @Test
  void lineBreakInAQueryCantFakeAField() {
    Manifest manifest =
        new Manifest(
            "e",
            Manifests.NOON,
            null,
            null,
            null,
            1,
            false,
            "2",
            1,
            null,
            null,
            null,
            null,
            "up\nSHA-256: 00",
            null,
            15L,
            null,
            null);

    assertThat(Readme.of(manifest))
        .contains("Selection:  up SHA-256: 00\n")
        .contains("No label was replaced.")
        .contains("thinned to one each 15 seconds");
  }
}
