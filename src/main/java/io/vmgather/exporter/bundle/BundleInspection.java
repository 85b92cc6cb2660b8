package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.Manifest;
import io.vmgather.common.bundle.ManifestJson;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A bundle, looked into: every byte of its metrics was read, its checksums hold, and nothing was
 * written anywhere.
 *
 * @param manifest without {@code obfuscation.maps}
 * @param metrics what the lines say
 * @param metricsBytes uncompressed
 * @param metricsSha256 computed, lower-case hex
 * @param checksumInManifest whether the manifest had one to compare; vmgather 1.x wrote none
 * @param differences where counts of the manifest are not those of the lines, for a person
 */
public record BundleInspection(
    Manifest manifest,
    MetricsSummary metrics,
    long metricsBytes,
    String metricsSha256,
    boolean checksumInManifest,
    List<String> differences) {

  private static final int MOST_ENTRIES = 100;

  /**
   * Reads a bundle of this program or of vmgather 1.x, on the caller's thread, in memory that the
   * limits bound.
   *
   * @throws GatherException BUNDLE_DAMAGED with the reason; FILE_ACCESS when it can't be opened
   */
  public static BundleInspection inspect(Path bundle, InspectionLimits limits) {
    requireReadable(bundle);
    try (ZipFile zip = ZipFile.builder().setPath(bundle).get()) {
      requireSafeEntries(zip);
      Manifest manifest = readManifest(zip, limits);
      return readMetrics(zip, manifest, limits);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw damaged(bundle, e.getMessage(), e);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw FileFailure.of(e, "opening the bundle", bundle);
    } catch (IOException e) {
      // Commons Compress reports broken structures as bare IOExceptions too.
      throw damaged(bundle, e.getMessage(), e);
    }
  }

  private static void requireReadable(Path bundle) {
    if (!Files.isRegularFile(bundle) || !Files.isReadable(bundle)) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "No readable file: " + bundle)
          .hint("Check the path and that this user may read it.");
    }
  }

  private static void requireSafeEntries(ZipFile zip) throws ZipException {
    Set<String> names = new HashSet<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      String name = entry.getName();
      if (name.contains("/") || name.contains("\\") || name.contains(":")) {
        throw new ZipException("an entry's name has a path: " + name);
      }
      if (!names.add(name)) {
        throw new ZipException("two entries are named " + name);
      }
      if (names.size() > MOST_ENTRIES) {
        throw new ZipException("it has more than " + MOST_ENTRIES + " entries");
      }
    }
  }

  private static Manifest readManifest(ZipFile zip, InspectionLimits limits) throws IOException {
    try (CheckedEntry in = open(zip, BundleFormat.MANIFEST_ENTRY, limits)) {
      Manifest manifest = ManifestJson.read(in);
      in.verify();
      return manifest;
    }
  }

  private static BundleInspection readMetrics(
      ZipFile zip, Manifest manifest, InspectionLimits limits) throws IOException {
    try (CheckedEntry in = open(zip, BundleFormat.METRICS_ENTRY, limits)) {
      MetricsSummary summary = MetricsScan.of(in, limits);
      in.verify();
      String sha256 = in.sha256();
      String said = manifest.metricsSha256();
      if (said != null && !said.equalsIgnoreCase(sha256)) {
        throw new ZipException(
            "the manifest says SHA-256 " + said + " of its metrics, computed is " + sha256);
      }
      return new BundleInspection(
          manifest, summary, in.bytes(), sha256, said != null, differences(manifest, summary));
    }
  }

  private static CheckedEntry open(ZipFile zip, String name, InspectionLimits limits)
      throws IOException {
    ZipArchiveEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ZipException("it has no " + name);
    }
    if (!zip.canReadEntryData(entry)) {
      throw new ZipException(name + " is encrypted or packed by an unknown method");
    }
    return new CheckedEntry(zip.getInputStream(entry), entry, limits);
  }

  private static List<String> differences(Manifest manifest, MetricsSummary found) {
    List<String> differences = new ArrayList<>();
    compare("metrics_count", manifest.metricsCount(), found.lines(), differences);
    compare("samples_count", manifest.samplesCount(), found.samples(), differences);
    if (found.seriesExact()) {
      compare("series_count", manifest.seriesCount(), found.series(), differences);
    }
    return List.copyOf(differences);
  }

  private static void compare(String field, Long said, long found, List<String> differences) {
    if (said != null && said != found) {
      differences.add(field + " is " + said + ", counted were " + found);
    }
  }

  private static GatherException damaged(Path bundle, String why, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED, bundle.getFileName() + " is no sound bundle: " + why, cause)
        .hint("Ask for the bundle again; it was made by another program or changed on its way.");
  }
}
