package io.vmgather.common.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A bundle's ZIP, opened for reading: nothing of it is ever written to a path, and what could hurt
 * its reader is refused. A {@link ZipException} says what is wrong. One thread; the caller closes.
 */
public final class BundleArchive implements AutoCloseable {
  private static final int MOST_ENTRIES = 100;

  private final ZipFile zip;
  private final long inflatedBytes;
  private final int ratio;

  private BundleArchive(ZipFile zip, long inflatedBytes, int ratio) {
    this.zip = zip;
    this.inflatedBytes = inflatedBytes;
    this.ratio = ratio;
  }

  /**
   * Opens it and looks at its list of entries.
   *
   * @param inflatedBytes the most that an entry may inflate to
   * @param ratio inflated to deflated length, looked at from 64 MiB on
   * @throws GatherException FILE_ACCESS when the file can't be read
   * @throws IOException for a structure that is no ZIP's, names with a path, two entries of one
   *     name, more than 100 entries
   */
  public static BundleArchive open(Path bundle, long inflatedBytes, int ratio) throws IOException {
    if (!Files.isRegularFile(bundle) || !Files.isReadable(bundle)) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "No readable file: " + bundle)
          .hint("Check the path and that this user may read it.");
    }
    ZipFile zip = ZipFile.builder().setPath(bundle).get();
    try {
      requireSafeEntries(zip);
    } catch (IOException | RuntimeException refused) {
      zip.close();
      throw refused;
    }
    return new BundleArchive(zip, inflatedBytes, ratio);
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

  /** The entries' names, as the archive lists them. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    Collections.list(zip.getEntries()).forEach(entry -> names.add(entry.getName()));
    return names;
  }

  /** What an entry inflates to, as the archive says; nobody has checked it yet. */
  public long saidBytes(String name) throws ZipException {
    return require(name).getSize();
  }

  /**
   * The manifest, if there is one.
   *
   * @throws GatherException BUNDLE_DAMAGED when it is no manifest
   */
  public Optional<Manifest> manifest() throws IOException {
    if (zip.getEntry(BundleFormat.MANIFEST_ENTRY) == null) {
      return Optional.empty();
    }
    try (CheckedEntry in = open(BundleFormat.MANIFEST_ENTRY)) {
      Manifest manifest = ManifestJson.read(in);
      in.verify();
      return Optional.of(manifest);
    }
  }

  /** An entry's content; the caller closes it, and may ask it whether its checksum holds. */
  public CheckedEntry open(String name) throws IOException {
    ZipArchiveEntry entry = require(name);
    if (!zip.canReadEntryData(entry)) {
      throw new ZipException(name + " is encrypted or packed by an unknown method");
    }
    InflationLimit limit =
        new InflationLimit(name, entry.getCompressedSize(), inflatedBytes, ratio);
    return new CheckedEntry(zip.getInputStream(entry), entry, limit);
  }

  private ZipArchiveEntry require(String name) throws ZipException {
    ZipArchiveEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ZipException("it has no " + name);
    }
    return entry;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
