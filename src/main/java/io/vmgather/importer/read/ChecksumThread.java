package io.vmgather.importer.read;

import io.vmgather.common.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Hashes one part of a stream while the caller inflates the next: the two take about as long as
 * each other, and the target has nothing to do before both are through.
 */
final class ChecksumThread implements AutoCloseable {
  private static final int PART_BYTES = 1024 * 1024;

  private final ExecutorService thread = Executors.newSingleThreadExecutor(ChecksumThread::named);
  private final MessageDigest sha256 = Sha256.newDigest();
  private long bytes;

  private static Thread named(Runnable work) {
    Thread thread = new Thread(work, "vmgather-checksum");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads {@code in} to its end.
   *
   * @param stop asked after each part
   * @return whether the end was reached
   */
  boolean readAll(InputStream in, BooleanSupplier stop) throws IOException {
    byte[] reading = new byte[PART_BYTES];
    byte[] hashing = new byte[PART_BYTES];
    Future<?> hashed = CompletableFuture.completedFuture(null);
    // Whole parts: an inflater gives a few kilobytes at a time, too few for a handing over.
    for (int n = in.readNBytes(reading, 0, PART_BYTES);
        n > 0;
        n = in.readNBytes(reading, 0, PART_BYTES)) {
      if (stop.getAsBoolean()) {
        return false;
      }
      await(hashed);
      byte[] part = reading;
      int length = n;
      hashed = thread.submit(() -> sha256.update(part, 0, length));
      bytes += n;
      reading = hashing;
      hashing = part;
    }
    await(hashed);
    return true;
  }

  private static void await(Future<?> hashed) throws IOException {
    try {
      hashed.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while hashing");
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing can't fail", e);
    }
  }

  /** Bytes read. */
  long bytes() {
    return bytes;
  }

  /** SHA-256 of all bytes, lower-case hex; once, after the end was reached. */
  String sha256() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
