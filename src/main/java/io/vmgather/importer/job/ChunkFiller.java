package io.vmgather.importer.job;

import io.vmgather.importer.plan.LineSink;
import io.vmgather.importer.push.Chunk;
import io.vmgather.importer.push.ChunkPusher;

/** Fills chunks with the lines that a plan makes; what an earlier run has sent is left out. */
final class ChunkFiller implements LineSink {
  private static final byte[] NEWLINE = {'\n'};

  private final ChunkPusher<Position> pusher;
  private final int chunkBytes;
  private final long sentBefore;
  private Chunk chunk;
  private long chunkSamples;
  private long lineEnd;
  private long complete;
  private long chunks;
  private long bytes;
  private long samples;

  /**
   * A filler that begins behind what was sent before.
   *
   * @param sentBefore inflated bytes whose lines the target has
   */
  ChunkFiller(ChunkPusher<Position> pusher, int chunkBytes, long sentBefore) {
    this.pusher = pusher;
    this.chunkBytes = chunkBytes;
    this.sentBefore = sentBefore;
    this.complete = sentBefore;
  }

  /** The lines to come are those of the bundle's line that ends at {@code endOffset}. */
  void begin(long endOffset) {
    lineEnd = endOffset;
  }

  /** All of that line has come. */
  void end() {
    complete = Math.max(complete, lineEnd);
  }

  @Override
  public void line(byte[] line, int from, int to, int count) {
    if (lineEnd <= sentBefore) {
      samples += count;
      return;
    }
    if (chunk != null && chunk.length() + (to - from) + 1 > chunkBytes) {
      push();
    }
    if (chunk == null) {
      chunk = pusher.take();
    }
    chunk.append(line, from, to);
    chunk.append(NEWLINE, 0, 1);
    chunkSamples += count;
  }

  private void push() {
    chunks++;
    bytes += chunk.length();
    samples += chunkSamples;
    // A line whose pieces go into several chunks is complete only with the last of them.
    pusher.push(chunk, chunkSamples, new Position(complete, chunks, bytes, samples));
    chunk = null;
    chunkSamples = 0;
  }

  /** Sends what is left and waits until the target has everything. */
  Position finish() {
    if (chunk != null) {
      push();
    }
    pusher.finish();
    return new Position(complete, chunks, bytes, samples);
  }
}
