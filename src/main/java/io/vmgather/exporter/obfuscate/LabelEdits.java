package io.vmgather.exporter.obfuscate;

import io.vmgather.common.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * How label sets were rewritten, for the many that {@link LabelCache} has no room for: of which
 * pieces, some 60 bytes a series instead of both texts. For one thread.
 *
 * <p>A label set is known by its length and 64 bits of a SHA-256 that begins with a secret of this
 * object: among a million series one is taken for another once in some 37 million exports, and
 * nobody can choose labels that are.
 */
final class LabelEdits {
  private static final int PAGE_BITS = 16;
  private static final int PAGE_BYTES = 1 << PAGE_BITS;
  private static final int SLOT_BYTES = Long.BYTES + Integer.BYTES;
  private static final int FEWEST_SLOTS = 64;
  private static final int SECRET_BYTES = 16;

  private final long budgetBytes;
  private final byte[] secret = new byte[SECRET_BYTES];
  private final MessageDigest sha256 = Sha256.newDigest();
  private long[] hashes = new long[FEWEST_SLOTS];
  private int[] places = new int[FEWEST_SLOTS];
  private int size;
  private byte[][] pages = new byte[8][];
  private int end;
  private int readAt;
  private final CacheUse use = new CacheUse();

  LabelEdits(long budgetBytes) {
    this.budgetBytes = budgetBytes;
    new SecureRandom().nextBytes(secret);
  }

  /** What is made of these bytes, or null. */
  byte[] find(byte[] buffer, int offset, int length) {
    if (size == 0) {
      return null;
    }
    long hash = hash(buffer, offset, length);
    int slot = slot(hash);
    if (hashes[slot] != hash) {
      return null;
    }
    use.hit();
    readAt = places[slot];
    return read() == length ? made(buffer, offset) : null;
  }

  /**
   * Remembers how a label set was rewritten, as far as the budget goes; as with the cache, what is
   * in stays until most of it has gone out of use.
   *
   * @param written what the edit has made
   */
  void put(byte[] buffer, int offset, int length, LabelEdit edit, byte[] written) {
    if (full(edit, written.length)) {
      if (use.outOfUse(size)) {
        clear();
      }
      return;
    }
    use.tookIn();
    if (size >= hashes.length / 4 * 3) {
      grow();
    }
    long hash = hash(buffer, offset, length);
    int slot = slot(hash);
    size += hashes[slot] == 0 ? 1 : 0;
    hashes[slot] = hash;
    places[slot] = end;
    write(length);
    write(written.length);
    int at = 0;
    for (int piece = 0; piece < edit.count(); piece++) {
      boolean inserted = edit.isInserted(piece);
      write((edit.length(piece) << 1) | (inserted ? 1 : 0));
      if (inserted) {
        for (int i = at; i < at + edit.length(piece); i++) {
          append(written[i]);
        }
      } else {
        write(edit.origin(piece) - offset);
      }
      at += edit.length(piece);
    }
  }

  int size() {
    return size;
  }

  private byte[] made(byte[] buffer, int offset) {
    byte[] written = new byte[read()];
    for (int at = 0; at < written.length; ) {
      int piece = read();
      int length = piece >>> 1;
      if ((piece & 1) == 0) {
        System.arraycopy(buffer, offset + read(), written, at, length);
      } else {
        for (int i = 0; i < length; i++) {
          written[at + i] = next();
        }
      }
      at += length;
    }
    return written;
  }

  /** Whether an entry of the longest form that it can take would be too much. */
  private boolean full(LabelEdit edit, int writtenLength) {
    long slots = size >= hashes.length / 4 * 3 ? 2L * hashes.length : hashes.length;
    long entry = 2L * Integer.BYTES * (2 + edit.count()) + writtenLength;
    long pagesThen = ((end + entry) >>> PAGE_BITS) + 1;
    return slots * SLOT_BYTES + pagesThen * PAGE_BYTES > budgetBytes
        || end + entry > Integer.MAX_VALUE;
  }

  // 0 marks a free slot.
  private long hash(byte[] bytes, int offset, int length) {
    sha256.update(secret);
    sha256.update(bytes, offset, length);
    long hash = ByteBuffer.wrap(sha256.digest()).getLong();
    return hash == 0 ? 1 : hash;
  }

  private int slot(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) (hash >>> 20) & mask;
    while (hashes[slot] != 0 && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldPlaces = places;
    hashes = new long[2 * oldHashes.length];
    places = new int[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        places[slot] = oldPlaces[i];
      }
    }
  }

  private void clear() {
    hashes = new long[FEWEST_SLOTS];
    places = new int[FEWEST_SLOTS];
    pages = new byte[8][];
    size = 0;
    end = 0;
  }

  /** Seven bits a byte, the lowest first. */
  private void write(int value) {
    int left = value;
    for (; left > 0x7F; left >>>= 7) {
      append((byte) ((left & 0x7F) | 0x80));
    }
    append((byte) left);
  }

  private int read() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte some = next();
      value |= (some & 0x7F) << shift;
      if (some >= 0) {
        return value;
      }
    }
  }

  private void append(byte one) {
    int page = end >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, 2 * page);
    }
    if (pages[page] == null) {
      pages[page] = new byte[PAGE_BYTES];
    }
    pages[page][end++ & (PAGE_BYTES - 1)] = one;
  }

  private byte next() {
    byte one = pages[readAt >>> PAGE_BITS][readAt & (PAGE_BYTES - 1)];
    readAt++;
    return one;
  }
}
