package io.vmgather.common.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManifestJsonTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void manifestOfVmgather1IsRead() throws IOException {
    Manifest read =
        read(
            """
            {"export_id":"export-1","export_date":"2025-11-22T13:00:00.5+01:00",
             "time_range":{"start":"2025-11-22T11:00:00Z","end":"2025-11-22T12:00:00Z"},
             "components":["vmstorage"],"jobs":null,"metrics_count":17,"obfuscated":true,
             "vmgather_version":"v1.9.1"}""");

    assertThat(read.exportId()).isEqualTo("export-1");
    assertThat(read.exportDate()).isEqualTo("2025-11-22T12:00:00.500Z");
    assertThat(read.timeRange().end()).isEqualTo("2025-11-22T12:00:00Z");
    assertThat(read.components()).containsExactly("vmstorage");
    assertThat(read.jobs()).isEmpty();
    assertThat(read.metricsCount()).isEqualTo(17);
    assertThat(read.obfuscated()).isTrue();
    assertThat(read.vmgatherVersion()).isEqualTo("v1.9.1");
    assertThat(read.formatVersion()).isNull();
    assertThat(read.metricsSha256()).isNull();
    assertThat(read.obfuscation()).isNull();
  }

  @Test
  void namesAreSnakeCaseAndTimesAreUtc() throws IOException {
    String json = write(manifest(Map.of("job", Map.of("vmstorage-job-1", "00ff"))));

    assertThat(json)
        .contains("\"export_id\" : \"e-1\"")
        .contains("\"export_date\" : \"2026-11-22T12:00:00Z\"")
        .contains("\"format_version\" : 1")
        .contains("\"metrics_sha256\" : \"ab\"")
        .contains("\"window_seconds\" : 60")
        .contains("\"residue_rewritten\"")
        .contains("\"checked_label_sets\" : 4")
        .contains("\"vmstorage-job-1\" : \"00ff\"");
  }

  @Test
  void whatIsNotKnownIsLeftOut() throws IOException {
    assertThat(write(manifest(Map.of()))).doesNotContain("null").doesNotContain("query");
  }

  @Test
  void whatWasWrittenIsReadBackButForTheMaps() throws IOException {
    Manifest written = manifest(Map.of("job", Map.of("vmstorage-job-1", "00ff")));

    assertThat(read(write(written))).isEqualTo(manifest(Map.of()));
  }

  @Test
  void unknownFieldsAreIgnored() throws IOException {
    assertThat(read("{\"export_id\":\"e\",\"adaptive_mode\":{\"x\":[1]}}").exportId())
        .isEqualTo("e");
  }

  @Test
  void fiveMillionMappingsAreWrittenWithoutBeingHeld() throws IOException {
    long[] bytes = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes[0]++;
          }

          @Override
          public void write(byte[] b, int from, int length) {
            bytes[0] += length;
          }
        };

    ManifestJson.write(manifest(Map.of("instance", new Generated(5_000_000))), counting);

    // More text than the tests' heap could hold beside its own as one String of two-byte chars.
    assertThat(bytes[0]).isGreaterThan(5_000_000L * 20);
  }

  /** A megabyte of a ZIP would else be hundreds of them in memory. */
  @Test
  void textsThatAreLongerThanAnyManifestsAreDamaged() {
    String job = "a".repeat(3 * 1024 * 1024);
    String three = "{\"jobs\":[\"" + job + "\",\"" + job + "\",\"" + job + "\"]}";
    assertThatThrownBy(() -> read(three))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_DAMAGED));
  }

  @Test
  void whatIsNoManifestIsDamaged() {
    for (String bad :
        List.of("", "[]", "{\"export_id\":", "{\"export_date\":\"yesterday\"}", "7")) {
      assertThatThrownBy(() -> read(bad))
          .as(bad)
          .isInstanceOfSatisfying(
              GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_DAMAGED));
    }
  }

  private static Manifest manifest(Map<String, Map<String, String>> maps) {
    return new Manifest(
        "e-1",
        NOON,
        new Manifest.TimeRange(NOON.minusSeconds(3600), NOON),
        List.of("vmstorage"),
        List.of("vmstorage-job-1"),
        3,
        true,
        "2.0.0",
        BundleFormat.FORMAT_VERSION,
        2L,
        30L,
        "ab",
        new Manifest.Source("single", List.of("v1.150.0"), "export"),
        null,
        new Manifest.Batching("auto", 60, 60),
        null,
        List.of("env"),
        new Manifest.Obfuscation(
            Map.of("job", new Manifest.HiddenLabel(1, "vmstorage-job-N")),
            maps,
            Map.of("addr", 2L),
            new Manifest.LeakScan(4, 0)));
  }

  private static String write(Manifest manifest) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ManifestJson.write(manifest, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Manifest read(String json) throws IOException {
    return ManifestJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** A view that makes its entries while they are looked at. */
  private static final class Generated extends AbstractMap<String, String> {
    private final int size;

    Generated(int size) {
      this.size = size;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, String>> iterator() {
          return IntStream.range(0, size)
              .mapToObj(i -> Map.entry("777.777.1." + i, "digest-" + i))
              .iterator();
        }

        @Override
        public int size() {
          return size;
        }
      };
    }
  }
}
