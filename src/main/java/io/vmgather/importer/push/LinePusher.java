package io.vmgather.importer.push;

import io.vmgather.common.vm.VmClient;
import java.util.function.Consumer;

/**
 * Gathers lines into chunks and sends them. One thread adds and finishes; any may cancel. Every
 * call throws what an earlier chunk failed with, or CANCELLED.
 */
public final class LinePusher implements AutoCloseable {
  private static final byte[] NEWLINE = {'\n'};

  private final ChunkPusher<Committed> pusher;
  private final int chunkBytes;
  private Chunk chunk;
  private long chunkSamples;
  private long doneOffset;
  private long chunks;
  private long bytes;
  private long samples;

  /**
   * How far the target has taken everything.
   *
   * @param offset of what was read: all lines before it were taken whole
   * @param chunks taken by this pusher, one by one from the first
   * @param bytes in them, before compression
   * @param samples in them; of a line that is split, pieces behind {@code offset} count already
   */
  public record Committed(long offset, long chunks, long bytes, long samples) {}

  /**
   * A pusher that begins at an offset.
   *
   * @param writer at the path in front of {@code /api/v1/import}; stays open
   * @param startOffset up to where everything is taken already
   * @param committed hears how far it is, in order and one at a time, on another thread; what it
   *     throws ends the work
   */
  public LinePusher(
      VmClient writer, PushSettings settings, long startOffset, Consumer<Committed> committed) {
    this.pusher = new ChunkPusher<>(writer, settings, committed);
    this.chunkBytes = settings.chunkBytes();
    this.doneOffset = startOffset;
  }

  /** Adds a line or a piece of one, {@code line[from, to)} without a newline. */
  public void add(byte[] line, int from, int to, int lineSamples) {
    if (chunk == null) {
      chunk = pusher.take();
    } else if (chunk.length() > 0 && chunk.length() + (to - from) > chunkBytes) {
      send();
      chunk = pusher.take();
    }
    chunk.append(line, from, to);
    chunk.append(NEWLINE, 0, 1);
    chunkSamples += lineSamples;
  }

  /** All that was read up to there was added. */
  public void lineDone(long endOffset) {
    doneOffset = endOffset;
  }

  /** Sends the rest and waits until the target has taken everything. */
  public void finish() {
    if (chunk != null && chunk.length() > 0) {
      send();
      chunk = null;
    }
    pusher.finish();
  }

  /** Ends all requests now, from any thread. */
  public void cancel() {
    pusher.cancel();
  }

  /** Ends what is under way; returns when its threads have ended. */
  @Override
  public void close() {
    pusher.close();
  }

  private void send() {
    chunks++;
    bytes += chunk.length();
    samples += chunkSamples;
    pusher.push(chunk, chunkSamples, new Committed(doneOffset, chunks, bytes, samples));
    chunkSamples = 0;
  }
}
