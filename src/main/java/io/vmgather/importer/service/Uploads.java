package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The bundles in the staging folder and their owners. Any thread. Under its monitor no file is
 * touched and no other monitor taken.
 */
public final class Uploads {
  private final ServiceSettings settings;
  private final UploadFolder folder;
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  /** All of whose samples were found, oldest first; they give way to others. */
  private final Map<String, Upload> imported = new LinkedHashMap<>();

  /** Bytes that were announced and are on their way; none for whom nothing comes. */
  private final Map<Owner, Long> coming = new HashMap<>();

  Uploads(ServiceSettings settings, UploadFolder folder) {
    this.settings = settings;
    this.folder = folder;
    folder.found().forEach(upload -> uploads.put(upload.id(), upload));
  }

  /**
   * Takes a bundle in as it comes, in constant memory. Its content is not looked at.
   *
   * @param name the sender's name of it, for people only; may be null
   * @param announcedBytes -1 when the sender did not say
   * @throws GatherException TOO_LARGE, before anything is read when the length says so;
   *     LIMIT_REACHED when all uploads together, or the owner's, would be too large; DISK_FULL;
   *     INVALID_INPUT for an empty or broken off body
   */
  public Upload receive(Owner owner, String name, InputStream in, long announcedBytes) {
    requireSmaller(announcedBytes);
    // Of an unknown length: as much as there is room for.
    long reserved = announcedBytes < 0 ? room(owner) : announcedBytes;
    long most = announcedBytes < 0 ? reserved : settings.uploadBytes();
    reserve(owner, reserved);
    try {
      Upload upload = folder.receive(owner, UploadName.shown(name), in, announcedBytes, most);
      synchronized (this) {
        uploads.put(upload.id(), upload);
      }
      return upload;
    } catch (GatherException e) {
      throw e.code() == ErrorCode.TOO_LARGE && most < settings.uploadBytes() ? noRoom(e) : e;
    } finally {
      reserve(owner, -reserved);
    }
  }

  /** What one more upload of the owner may have, 0 or more. */
  private synchronized long room(Owner owner) {
    // What was imported gives way. Full is what has reached its limit, so one byte less.
    long ofAll = settings.allUploadsBytes() - waiting() - 1;
    long ofOwner = settings.uploadsOfOwnerBytes() - waiting(owner) - 1;
    return Math.max(0, Math.min(settings.uploadBytes(), Math.min(ofAll, ofOwner)));
  }

  /** Bytes of all bundles that are to be imported, those on their way included. */
  private long waiting() {
    return coming.values().stream().mapToLong(Long::longValue).sum()
        + uploads.values().stream().mapToLong(Upload::bytes).sum();
  }

  private long waiting(Owner owner) {
    return coming.getOrDefault(owner, 0L)
        + uploads.values().stream()
            .filter(upload -> upload.owner().equals(owner))
            .mapToLong(Upload::bytes)
            .sum();
  }

  private static GatherException noRoom(GatherException cause) {
    return new GatherException(
            ErrorCode.LIMIT_REACHED, "this bundle is larger than the room that is left here", cause)
        .hint(
            "Import or discard other bundles first, or send it with its length (Content-Length).");
  }

  /** Refuses a body by its length, before a byte of it is read. */
  public void requireSmaller(long announcedBytes) {
    if (announcedBytes > settings.uploadBytes()) {
      throw UploadFolder.tooLarge(settings.uploadBytes());
    }
  }

  /** What gives way to the bytes is deleted, also when they are refused. */
  private void reserve(Owner owner, long bytes) {
    List<Upload> giveWay = new ArrayList<>();
    try {
      reserve(owner, bytes, giveWay);
    } finally {
      giveWay.forEach(folder::delete);
    }
  }

  private synchronized void reserve(Owner owner, long bytes, List<Upload> giveWay) {
    long own = waiting(owner) + bytes;
    long all = waiting() + bytes + imported.values().stream().mapToLong(Upload::bytes).sum();
    while (bytes > 0 && all >= settings.allUploadsBytes() && !imported.isEmpty()) {
      Upload oldest = imported.values().iterator().next();
      all -= oldest.bytes();
      hide(oldest);
      giveWay.add(oldest);
    }
    if (bytes >= 0 && own >= settings.uploadsOfOwnerBytes()) {
      throw new GatherException(
              ErrorCode.LIMIT_REACHED, "as many bundles of yours wait here as one person may have")
          .hint("Import or discard one of them first.");
    }
    if (bytes >= 0 && all >= settings.allUploadsBytes()) {
      throw new GatherException(
              ErrorCode.LIMIT_REACHED, "as many bundles wait here as this server has room for")
          .hint("Try again when others have been imported.");
    }
    coming.merge(owner, bytes, (before, more) -> before + more == 0 ? null : before + more);
  }

  /**
   * A bundle of the owner.
   *
   * @throws GatherException NOT_FOUND, also for another owner's
   */
  public synchronized Upload find(Owner owner, String id) {
    Upload upload = id == null ? null : uploads.get(id);
    if (upload == null || !upload.owner().equals(owner)) {
      throw new GatherException(
              ErrorCode.NOT_FOUND, "there is no bundle " + JobId.shown(String.valueOf(id)))
          .hint("Bundles go once they are imported, or after a while. Send it again.")
          .at("bundle_id");
    }
    return upload;
  }

  /** Keeps a bundle only to count again what arrived, while there is room; it is found no more. */
  synchronized void imported(Upload upload) {
    if (uploads.remove(upload.id()) != null) {
      imported.put(upload.id(), upload);
    }
  }

  /**
   * Takes a bundle back that was imported, to count again.
   *
   * @throws GatherException NOT_FOUND when it has given way to others
   */
  synchronized void countAgain(Upload upload) {
    if (imported.remove(upload.id()) != null) {
      uploads.put(upload.id(), upload);
    }
    find(upload.owner(), upload.id());
  }

  /** Deletes the bundles that are kept only to be counted again. */
  void removeImported() {
    List<Upload> done;
    synchronized (this) {
      done = List.copyOf(imported.values());
    }
    done.forEach(this::remove);
  }

  synchronized List<Upload> all() {
    return List.copyOf(uploads.values());
  }

  /** Deletes a bundle and all that belongs to it. */
  void remove(Upload upload) {
    hide(upload);
    folder.delete(upload);
  }

  /** Lets nobody find a bundle any more; whoever calls it deletes it with {@link #remove}. */
  synchronized void hide(Upload upload) {
    uploads.remove(upload.id());
    imported.remove(upload.id());
  }

  /** Deletes the bundles that wait for too long. */
  void removeOld(Predicate<Upload> used) {
    Instant limit = settings.clock().instant().minus(settings.keepUploads());
    List<Upload> old = new ArrayList<>();
    for (Upload upload : all()) {
      if (Instant.ofEpochMilli(upload.createdAtMillis()).isBefore(limit) && !used.test(upload)) {
        old.add(upload);
      }
    }
    old.forEach(this::remove);
  }
}
