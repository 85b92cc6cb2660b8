package io.vmgather.exporter.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.Sha256;
import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Finds the bundle that an export made just before its process died. A bundle gets its name when it
 * is whole and durable, so one that has its name need not be made again.
 */
final class BundleSearch {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private BundleSearch() {}

  /**
   * The bundle of this export and these metrics, if it is there.
   *
   * @param nameStart how its name begins
   */
  static Optional<FinishedBundle> find(
      Path folder, String nameStart, Manifest manifest, MetricsFacts facts) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    List<Path> candidates;
    try (Stream<Path> files = Files.list(folder)) {
      candidates = files.filter(file -> mayBe(file, nameStart)).sorted().toList();
    }
    for (Path file : candidates) {
      if (isOf(file, manifest)) {
        String name = file.getFileName().toString();
        return Optional.of(new FinishedBundle(file, name, Files.size(file), sha256(file), facts));
      }
    }
    return Optional.empty();
  }

  private static boolean mayBe(Path file, String nameStart) {
    String name = file.getFileName().toString();
    return name.startsWith(nameStart) && name.endsWith(".zip") && Files.isRegularFile(file);
  }

  private static boolean isOf(Path file, Manifest manifest) {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      ZipArchiveEntry entry = zip.getEntry(BundleFormat.MANIFEST_ENTRY);
      if (entry == null) {
        return false;
      }
      try (InputStream in = zip.getInputStream(entry);
          JsonParser json = JSON.createParser(in)) {
        return isOf(json, manifest);
      }
    } catch (IOException e) {
      // Some other file of that name: no bundle of ours.
      return false;
    }
  }

  private static boolean isOf(JsonParser json, Manifest manifest) throws IOException {
    boolean sameExport = false;
    boolean sameMetrics = false;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "export_id" -> sameExport = manifest.exportId().equals(json.getText());
        case "metrics_sha256" -> sameMetrics = manifest.metricsSha256().equals(json.getText());
        default -> json.skipChildren();
      }
    }
    return sameExport && sameMetrics;
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), Sha256.newDigest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return StagingFile.hex(in.getMessageDigest());
    }
  }
}
