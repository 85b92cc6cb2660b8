package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.deflate.BlockDeflater;
import io.vmgather.exporter.deflate.Encoder;
import java.util.function.Supplier;

/**
 * How staging uses memory and processors. Its buffers take at most {@link #bufferBytes()}, whatever
 * the export's size; they are made when first needed and kept.
 *
 * @param blockBytes lines that are ordered and deflated together, 64 KiB to 16 MiB
 * @param workers threads that deflate, 1 to 16
 * @param lineBytes longest line that is taken, its newline included, 1 KiB to 1 GiB
 * @param deflater makes the encoder of each worker
 */
public record StagingSettings(
    int blockBytes, int workers, int lineBytes, Supplier<BlockDeflater> deflater) {
  private static final int MEBI = 1024 * 1024;

  /** Blocks beside those at the workers: one that fills, one that is written. */
  private static final int SPARE_BLOCKS = 2;

  public StagingSettings {
    check("block_bytes", blockBytes, 64 * 1024, 16 * MEBI);
    check("workers", workers, 1, 16);
    check("line_bytes", lineBytes, 1024, 1024 * MEBI);
  }

  /** 4 MiB blocks, a worker a processor but at most four, lines up to 64 MiB. */
  public static StagingSettings defaults() {
    int workers = Math.min(Runtime.getRuntime().availableProcessors(), 4);
    return new StagingSettings(4 * MEBI, workers, 64 * MEBI, Encoder.LINES);
  }

  /** The same with another encoder. */
  public StagingSettings withDeflater(Supplier<BlockDeflater> other) {
    return new StagingSettings(blockBytes, workers, lineBytes, other);
  }

  /** The same with other blocks. */
  public StagingSettings withBlockBytes(int bytes) {
    return new StagingSettings(bytes, workers, lineBytes, deflater);
  }

  /** The same with another limit of a line. */
  public StagingSettings withLineBytes(int bytes) {
    return new StagingSettings(blockBytes, workers, bytes, deflater);
  }

  /** How many blocks there may be at once. */
  int blocks() {
    return workers + SPARE_BLOCKS;
  }

  /** The most heap that the buffers of one staging take, in bytes. */
  public long bufferBytes() {
    return 2L * BlockDeflater.bound(blockBytes) * blocks();
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              "staging." + name + " is " + value + ", allowed are " + least + " to " + most)
          .at("staging." + name);
    }
  }
}
