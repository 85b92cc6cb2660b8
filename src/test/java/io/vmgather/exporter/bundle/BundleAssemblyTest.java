package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.bundle.Manifest;
import io.vmgather.common.bundle.ManifestJson;
import io.vmgather.exporter.deflate.BlockDeflater;
import io.vmgather.exporter.deflate.ZlibDeflater;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleAssemblyTest {
  private static final List<String> ENTRIES =
      List.of("metrics.jsonl", "metadata.json", "README.txt");

  @TempDir Path folder;

  @Test
  void bundleHoldsEveryLineAndTheFactsAreTrue() throws IOException, NoSuchAlgorithmException {
    FinishedBundle bundle = bundle(9000);

    try (ZipFile zip = new ZipFile(bundle.path().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).isEqualTo(ENTRIES);
      byte[] metrics = zip.getInputStream(zip.getEntry("metrics.jsonl")).readAllBytes();
      assertThat(Lines.split(metrics)).containsExactlyInAnyOrderElementsOf(Lines.lines(0, 9000));
      assertThat(bundle.metrics())
          .isEqualTo(new MetricsFacts(sha256(metrics), metrics.length, 9000, 18_000));
      Manifest manifest = ManifestJson.read(zip.getInputStream(zip.getEntry("metadata.json")));
      assertThat(manifest.metricsSha256()).isEqualTo(bundle.metrics().sha256());
      byte[] readme = zip.getInputStream(zip.getEntry("README.txt")).readAllBytes();
      assertThat(new String(readme, StandardCharsets.UTF_8)).isEqualTo(Readme.of(manifest));
    }
    assertThat(bundle.sha256()).isEqualTo(sha256(Files.readAllBytes(bundle.path())));
    assertThat(bundle.sizeBytes()).isEqualTo(Files.size(bundle.path()));
  }

  @Test
  void bundleIsReadAsAStreamWithSizesAndTimesInFrontOfTheBytes() throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(bundle(9000).path()))) {
      List<String> names = new ArrayList<>();
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        assertThat(entry.getSize()).isPositive();
        assertThat(entry.getCompressedSize()).isPositive();
        assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(Manifests.NOON);
        assertThat(zip.readAllBytes()).hasSize((int) entry.getSize());
      }
      assertThat(names).isEqualTo(ENTRIES);
    }
  }

  @Test
  void publicToolsFindNothingWrong() throws IOException, InterruptedException {
    String bundle = bundle(9000).path().toString();

    assertThat(run("unzip", "-t", bundle)).contains("No errors detected");
    assertThat(run("python3", "-m", "zipfile", "-t", bundle)).contains("Done testing");
  }

  @Test
  void existingFilesAreKeptAndTheBundleGetsANumber() throws IOException {
    Files.writeString(folder.resolve("b.zip"), "mine");
    Files.writeString(folder.resolve("b_2.zip"), "mine too");

    FinishedBundle bundle = bundle(10);

    assertThat(bundle.name()).isEqualTo("b_3.zip");
    assertThat(bundle.path()).isEqualTo(folder.resolve("b_3.zip"));
    assertThat(folder.resolve("b.zip")).hasContent("mine");
    assertThat(folder.resolve("b_2.zip")).hasContent("mine too");
  }

  @Test
  void longestNameIsGivenWithANumberToo() throws IOException {
    String longest = "ж".repeat(64) + ".zip";
    Files.writeString(folder.resolve(longest), "mine");
    try (Staging staging = staged(10)) {
      FinishedBundle bundle = staging.assemble(folder, longest, Manifests::of);
      assertThat(bundle.name()).isEqualTo("ж".repeat(64) + "_2.zip");
    }
  }

  @Test
  void onlyTheBundleStaysWhenStagingIsDiscarded() throws IOException {
    try (Staging staging = staged(10)) {
      staging.assemble(folder, "b.zip", Manifests::of);
      staging.discard();
    }
    assertThat(files()).containsExactly("b.zip");
  }

  @Test
  void linesBehindTheLastCheckpointMustBeDecidedFirst() {
    try (Staging staging = staged(10)) {
      Lines.append(staging, 10, 11);
      assertThatThrownBy(() -> staging.assemble(folder, "b.zip", Manifests::of))
          .isInstanceOf(IllegalStateException.class);
      staging.rollback();
      assertThat(staging.assemble(folder, "b.zip", Manifests::of).metrics().lines()).isEqualTo(10);
    }
  }

  @Test
  void namesWithAPathAreRefused() {
    try (Staging staging = staged(10)) {
      for (String name : List.of("../b.zip", "/tmp/b.zip", "a\\b.zip", ".b.zip", " ", "c:b.zip")) {
        assertFails(ErrorCode.INVALID_INPUT, () -> staging.assemble(folder, name, Manifests::of));
      }
    }
  }

  @Test
  void diskFullWhileAssemblingLeavesNoBundleAndTheNextTrySucceeds() throws IOException {
    SmallDisk disk = new SmallDisk(0);
    Path output = folder.resolve("out");
    try (Staging staging =
        Staging.create(folder, "job-1", Lines.SETTINGS, FileOpener.PRIVATE, disk)) {
      Lines.append(staging, 0, 9000);
      staging.checkpoint(Map.of());
      for (int i = 0; i < 20; i++) {
        assertFails(ErrorCode.DISK_FULL, () -> staging.assemble(output, "b.zip", Manifests::of));
        assertThat(output).isEmptyDirectory();
        disk.grow(1000);
      }
      disk.grow(10_000_000);
      staging.assemble(output, "b.zip", Manifests::of);
    }
    try (ZipFile zip = new ZipFile(output.resolve("b.zip").toFile())) {
      assertThat(zip.size()).isEqualTo(3);
    }
  }

  @Test
  void interruptionLeavesNoBundle() {
    Path output = folder.resolve("out");
    try (Staging staging = staged(9000)) {
      Thread.currentThread().interrupt();
      assertFails(ErrorCode.CANCELLED, () -> staging.assemble(output, "b.zip", Manifests::of));
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void moreThanFourGibibytesOfLinesMakeAZip64ThatIsReadToItsEnd() throws IOException {
    // Equal blocks are deflated once: what is tested is the ZIP, not zlib.
    StagingSettings settings = new StagingSettings(16 << 20, 2, 17 << 20, RememberingDeflater::new);
    byte[] rest = " ".repeat((16 << 20) - 100).getBytes(StandardCharsets.US_ASCII);
    byte[] labels = "{}".getBytes(StandardCharsets.US_ASCII);
    int lines = 258;
    Path bundle;
    try (Staging staging = Staging.create(folder, "huge", settings)) {
      for (int i = 0; i < lines; i++) {
        staging.append(labels, rest, 0, rest.length, 0, 1);
      }
      staging.checkpoint(Map.of());
      bundle = staging.assemble(folder, "huge.zip", Manifests::of).path();
    }
    long expected = (long) lines * (rest.length + 13);
    assertThat(expected).isGreaterThan(1L << 32);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(bundle))) {
      assertThat(zip.getNextEntry().getSize()).isEqualTo(expected);
      byte[] buffer = new byte[1 << 20];
      long read = 0;
      for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
        read += n;
      }
      assertThat(read).isEqualTo(expected);
      assertThat(zip.getNextEntry().getName()).isEqualTo("metadata.json");
    }
  }

  private static final class RememberingDeflater implements BlockDeflater {
    private final BlockDeflater real = new ZlibDeflater(1, 0);
    private byte[] known;
    private int knownLength = -1;

    @Override
    public int deflate(byte[] plain, int length, byte[] out) {
      if (length != knownLength) {
        int deflated = real.deflate(plain, length, out);
        known = Arrays.copyOf(out, deflated);
        knownLength = length;
      }
      System.arraycopy(known, 0, out, 0, known.length);
      return known.length;
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private FinishedBundle bundle(int lines) {
    try (Staging staging = staged(lines)) {
      return staging.assemble(folder, "b.zip", Manifests::of);
    }
  }

  private Staging staged(int lines) {
    Staging staging = Staging.create(folder, "job-1", Lines.SETTINGS);
    Lines.append(staging, 0, lines);
    staging.checkpoint(Map.of());
    return staging;
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    }
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  private static void assertFails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(GatherException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
