package io.vmgather.exporter.bundle;

import io.vmgather.common.FileFailure;
import io.vmgather.common.Sha256;
import io.vmgather.common.bundle.BundleFormat;
import io.vmgather.common.bundle.Manifest;
import io.vmgather.common.bundle.ManifestJson;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Makes the ZIP of what is staged, by copying deflated blocks. It grows under a hidden name and
 * gets its own when it is whole and durable; on any failure the hidden file goes. Runs on the
 * caller's thread, which may be interrupted.
 */
final class BundleAssembly {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final Set<OpenOption> ANEW =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);

  private final StagingPaths paths;
  private final StagedPart staged;
  private final FileOpener opener;

  BundleAssembly(StagingPaths paths, StagedPart staged, FileOpener opener) {
    this.paths = paths;
    this.staged = staged;
    this.opener = opener;
  }

  FinishedBundle write(Path folder, String fileName, Function<MetricsFacts, Manifest> manifest) {
    MetricsFacts facts = staged.facts();
    return write(folder, fileName, manifest.apply(facts), facts);
  }

  private FinishedBundle write(
      Path folder, String fileName, Manifest manifest, MetricsFacts facts) {
    Path hidden = paths.hiddenBundle(folder);
    BundleName.require(fileName);
    Folders.createIfMissing(folder, "creating the output folder");
    try {
      String sha256 = writeZip(hidden, manifest);
      long size = Files.size(hidden);
      Path named = giveName(hidden, folder, fileName);
      Folders.sync(folder);
      return new FinishedBundle(named, named.getFileName().toString(), size, sha256, facts);
    } catch (IOException e) {
      throw FileFailure.of(e, "writing the bundle", folder.resolve(fileName));
    } finally {
      deleteQuietly(hidden);
      deleteQuietly(paths.manifest());
    }
  }

  /** Writes it unless a bundle of that export and these metrics is there. */
  FinishedBundle writeOnce(
      Path folder,
      String nameStart,
      String fileName,
      Function<MetricsFacts, Manifest> manifestMaker) {
    MetricsFacts facts = staged.facts();
    Manifest manifest = manifestMaker.apply(facts);
    try {
      Optional<FinishedBundle> made = BundleSearch.find(folder, nameStart, manifest, facts);
      if (made.isPresent()) {
        deleteQuietly(paths.hiddenBundle(folder));
        return made.get();
      }
    } catch (IOException e) {
      throw FileFailure.of(e, "looking for the bundle", folder);
    }
    return write(folder, fileName, manifest, facts);
  }

  private String writeZip(Path hidden, Manifest manifest) throws IOException {
    try (FileChannel file = opener.open(hidden, ANEW)) {
      DigestOutputStream hashed =
          new DigestOutputStream(Channels.newOutputStream(file), Sha256.newDigest());
      ZipArchiveOutputStream zip =
          new ZipArchiveOutputStream(new BufferedOutputStream(hashed, BUFFER_BYTES));
      zip.setUseZip64(Zip64Mode.AsNeeded);
      addMetrics(zip, manifest.exportDate());
      addManifest(zip, manifest);
      addReadme(zip, manifest);
      zip.finish();
      zip.flush();
      file.force(true);
      return StagingFile.hex(hashed.getMessageDigest());
    }
  }

  private void addMetrics(ZipArchiveOutputStream zip, Instant modified) throws IOException {
    RawEntry entry =
        new RawEntry(
            BundleFormat.METRICS_ENTRY,
            staged.totals().uncompressedBytes(),
            CommittedStream.deflatedLength(staged.stagingBytes()),
            staged.crc());
    try (InputStream in = CommittedStream.deflated(paths.archive(), staged.stagingBytes())) {
      zip.addRawArchiveEntry(entry.header(modified), in);
    }
  }

  // Spooled: the maps may be larger than the heap, and the sizes must stand before the bytes.
  private void addManifest(ZipArchiveOutputStream zip, Manifest manifest) throws IOException {
    RawEntry entry;
    try (FileChannel file = opener.open(paths.manifest(), ANEW);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES)) {
      entry =
          RawEntry.deflate(
              BundleFormat.MANIFEST_ENTRY, out, to -> ManifestJson.write(manifest, to));
    }
    try (InputStream in = Files.newInputStream(paths.manifest())) {
      zip.addRawArchiveEntry(entry.header(manifest.exportDate()), in);
    }
  }

  private static void addReadme(ZipArchiveOutputStream zip, Manifest manifest) throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    byte[] text = Readme.of(manifest).getBytes(StandardCharsets.UTF_8);
    RawEntry entry = RawEntry.deflate(BundleFormat.README_ENTRY, deflated, to -> to.write(text));
    zip.addRawArchiveEntry(
        entry.header(manifest.exportDate()), new ByteArrayInputStream(deflated.toByteArray()));
  }

  /** Renames without ever replacing a file: the next free one of name, name_2, name_3, … */
  private static Path giveName(Path hidden, Path folder, String fileName) throws IOException {
    int dot = fileName.lastIndexOf('.');
    String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    String ending = dot > 0 ? fileName.substring(dot) : "";
    for (int n = 1; ; n++) {
      Path wanted = folder.resolve(n == 1 ? fileName : stem + "_" + n + ending);
      try {
        moveOrLink(hidden, wanted);
        return wanted;
      } catch (FileAlreadyExistsException e) {
        // Another bundle has the name: the next one.
      }
    }
  }

  // A rename replaces silently on POSIX. A second name for the same file is refused when the name
  // exists, and appears at once; not every file system has it.
  private static void moveOrLink(Path hidden, Path wanted) throws IOException {
    try {
      Files.createLink(wanted, hidden);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      Files.move(hidden, wanted);
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException ignored) {
      // Hidden and never taken for a bundle; what failed before is what the caller must see.
    }
  }
}
