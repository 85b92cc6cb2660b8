package io.vmgather.importer.read;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import io.vmgather.common.bundle.BundleArchive;
import io.vmgather.common.bundle.InflationLimit;
import io.vmgather.common.bundle.Manifest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A file that somebody wants to import: a bundle of this program or of vmgather 1.x, or bare lines,
 * gzipped or not. Told apart by its first bytes, never by its name.
 */
public final class BundleFile {
  private static final int BUFFER = 256 * 1024;

  private final Path path;
  private final Kind kind;
  private final ReadLimits limits;
  private final String entry;
  private final Manifest manifest;
  private final long sourceBytes;
  private final long saidBytes;

  /** What a file is. */
  public enum Kind {
    ZIP("zip"),
    JSONL("jsonl"),
    GZIP("jsonl.gz");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As on the wire. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * What reading all of it showed.
   *
   * @param inflatedBytes of the metrics
   * @param sha256 of the inflated metrics, lower-case hex
   * @param inManifest whether the manifest had a checksum to compare, which then was the same
   */
  public record Content(long inflatedBytes, String sha256, boolean inManifest) {}

  private BundleFile(
      Path path, Kind kind, ReadLimits limits, String entry, Manifest manifest, long saidBytes)
      throws IOException {
    this.path = path;
    this.kind = kind;
    this.limits = limits;
    this.entry = entry;
    this.manifest = manifest;
    this.saidBytes = saidBytes;
    this.sourceBytes = Files.size(path);
  }

  /**
   * Opens a file far enough to know what it is and that its structure does no harm. Its metrics are
   * not read yet.
   *
   * @throws GatherException BUNDLE_DAMAGED with the reason; FILE_ACCESS
   */
  public static BundleFile open(Path path, ReadLimits limits) {
    return guarded(path, () -> opened(path, limits));
  }

  private static BundleFile opened(Path path, ReadLimits limits) throws IOException {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "No readable file: " + path)
          .hint("Check the path and that this user may read it.");
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(4096);
    }
    if (start.length == 0) {
      throw damaged(path, "it is empty", null);
    }
    if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
      return zip(path, limits);
    }
    if (start.length > 1 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      return new BundleFile(path, Kind.GZIP, limits, null, null, -1);
    }
    if (!ExpectedStart.ofLines(start)) {
      throw damaged(path, "it is no ZIP, no gzip, and does not begin with a line of metrics", null);
    }
    return new BundleFile(path, Kind.JSONL, limits, null, null, Files.size(path));
  }

  private static BundleFile zip(Path path, ReadLimits limits) throws IOException {
    try (BundleArchive archive = BundleArchive.open(path, limits.inflatedBytes(), limits.ratio())) {
      String entry = MetricsEntry.find(archive);
      return new BundleFile(
          path, Kind.ZIP, limits, entry, archive.manifest().orElse(null), archive.saidBytes(entry));
    }
  }

  public Path path() {
    return path;
  }

  public Kind kind() {
    return kind;
  }

  public Optional<Manifest> manifest() {
    return Optional.ofNullable(manifest);
  }

  /** The file's length. */
  public long sourceBytes() {
    return sourceBytes;
  }

  /** Length of the inflated metrics as the file says; -1 where it does not say. */
  public long saidBytes() {
    return saidBytes;
  }

  /**
   * Reads it from end to end, compares lengths and checksums, and sends nothing anywhere.
   *
   * @param cancelled asked now and then
   * @throws GatherException BUNDLE_DAMAGED with the reason, FILE_ACCESS, CANCELLED
   */
  public Content verify(BooleanSupplier cancelled) {
    return guarded(path, () -> verified(cancelled));
  }

  private Content verified(BooleanSupplier cancelled) throws IOException {
    long bytes;
    String sha256;
    try (MetricsInput in = input();
        ChecksumThread checksum = new ChecksumThread()) {
      if (!checksum.readAll(in, cancelled)) {
        throw new GatherException(ErrorCode.CANCELLED, "Cancelled while checking the bundle");
      }
      in.verify();
      bytes = checksum.bytes();
      sha256 = checksum.sha256();
    }
    String said = manifest == null ? null : manifest.metricsSha256();
    if (said != null && !said.equalsIgnoreCase(sha256)) {
      throw damaged(
          path,
          "its manifest says SHA-256 " + said + " of its metrics, computed is " + sha256,
          null);
    }
    return new Content(bytes, sha256, said != null);
  }

  /**
   * Its lines from the first on; the caller closes them.
   *
   * @throws GatherException BUNDLE_DAMAGED, FILE_ACCESS
   */
  public BundleLines lines() {
    return guarded(path, () -> new BundleLines(path, input(), limits.lineBytes()));
  }

  private MetricsInput input() throws IOException {
    if (kind == Kind.ZIP) {
      return MetricsInput.of(
          BundleArchive.open(path, limits.inflatedBytes(), limits.ratio()), entry);
    }
    InputStream file = Files.newInputStream(path);
    if (kind == Kind.JSONL) {
      return MetricsInput.of(file);
    }
    try {
      InflationLimit limit =
          new InflationLimit("it", sourceBytes, limits.inflatedBytes(), limits.ratio());
      return MetricsInput.of(new BoundedInput(gunzipped(file), limit));
    } catch (IOException noGzip) {
      file.close();
      throw noGzip;
    }
  }

  /** All members; Java's own reader takes a damaged second one for the end. */
  private static InputStream gunzipped(InputStream file) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(new BufferedInputStream(file, BUFFER))
        .setDecompressConcatenated(true)
        .get();
  }

  /** Work on the file. */
  @FunctionalInterface
  interface Reading<T> {
    T run() throws IOException;
  }

  static <T> T guarded(Path path, Reading<T> reading) {
    try {
      return reading.run();
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw FileFailure.of(e, "reading the bundle", path);
    } catch (IOException | IllegalArgumentException e) {
      // Commons Compress reports broken structures by either.
      throw damaged(path, reason(e), e);
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof java.io.EOFException || failure.getMessage() == null
        ? "it is cut off"
        : failure.getMessage();
  }

  private static GatherException damaged(Path path, String why, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED, path.getFileName() + " is no sound bundle: " + why, cause)
        .hint("Ask for the bundle again; it was made by another program or changed on its way.");
  }
}
