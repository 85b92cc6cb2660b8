package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import io.vmgather.common.Sha256;
import io.vmgather.common.bundle.BundleArchive;
import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.CheckedEntry;
import io.vmgather.common.bundle.Manifest;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;

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

  /**
   * Reads a bundle of this program or of vmgather 1.x, on the caller's thread, in memory that the
   * limits bound.
   *
   * @throws GatherException BUNDLE_DAMAGED with the reason; FILE_ACCESS when it can't be opened
   */
  public static BundleInspection inspect(Path bundle, InspectionLimits limits) {
    try (BundleArchive archive =
        BundleArchive.open(bundle, limits.inflatedBytes(), limits.ratio())) {
      Manifest manifest =
          archive
              .manifest()
              .orElseThrow(() -> new ZipException("it has no " + BundleFormat.MANIFEST_ENTRY));
      return readMetrics(archive, manifest, limits);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw damaged(bundle, e.getMessage(), e);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw FileFailure.of(e, "opening the bundle", bundle);
    } catch (IOException e) {
      // Commons Compress reports broken structures as bare IOExceptions too.
      throw damaged(bundle, e.getMessage(), e);
    }
  }

  private static BundleInspection readMetrics(
      BundleArchive archive, Manifest manifest, InspectionLimits limits) throws IOException {
    try (CheckedEntry in = archive.open(BundleFormat.METRICS_ENTRY)) {
      DigestInputStream hashed = new DigestInputStream(in, Sha256.newDigest());
      MetricsSummary summary = MetricsScan.of(hashed, limits);
      hashed.transferTo(OutputStream.nullOutputStream());
      in.verify();
      String sha256 = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
      String said = manifest.metricsSha256();
      if (said != null && !said.equalsIgnoreCase(sha256)) {
        throw new ZipException(
            "the manifest says SHA-256 " + said + " of its metrics, computed is " + sha256);
      }
      return new BundleInspection(
          manifest, summary, in.bytes(), sha256, said != null, differences(manifest, summary));
    }
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
