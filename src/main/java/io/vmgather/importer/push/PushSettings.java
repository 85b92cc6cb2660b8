package io.vmgather.importer.push;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.RetryPolicy;

/**
 * How chunks are sent.
 *
 * @param inFlight requests at a time, 1 to 8
 * @param chunkBytes what a chunk is meant to hold; only its memory follows from it
 * @param gzip whether bodies are compressed: pays over a network, not on one machine
 * @param samplesPerSecond at most; 0 for no limit
 * @param retry for each chunk
 */
public record PushSettings(
    int inFlight, int chunkBytes, boolean gzip, long samplesPerSecond, RetryPolicy retry) {
  private static final int CHUNK_BYTES = 512 * 1024;
  private static final int IN_FLIGHT = 3;

  public PushSettings {
    if (inFlight < 1 || inFlight > 8 || chunkBytes < 1 || samplesPerSecond < 0) {
      throw new GatherException(
          ErrorCode.INVALID_INPUT, "1 to 8 requests in flight, chunks and rates that are positive");
    }
  }

  /** 512 KiB, three in flight. */
  public static PushSettings standard(boolean local, long perSecond, RetryPolicy retry) {
    return new PushSettings(IN_FLIGHT, CHUNK_BYTES, !local, perSecond, retry);
  }

  /** The same, telling of each failure that is tried again. */
  public PushSettings reporting(RetryPolicy.Listener listener) {
    return new PushSettings(
        inFlight, chunkBytes, gzip, samplesPerSecond, retry.reporting(listener));
  }
}
