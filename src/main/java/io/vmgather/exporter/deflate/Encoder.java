package io.vmgather.exporter.deflate;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.function.Supplier;

/** The encoders that there are, by the names that the setting {@code bundles.encoder} gives. */
public enum Encoder implements Supplier<BlockDeflater> {
  /** Made for lines of VictoriaMetrics, each block checked. */
  LINES("lines"),
  /** The JDK's zlib alone. */
  ZLIB("zlib");

  private final String word;

  Encoder(String word) {
    this.word = word;
  }

  /**
   * By its name.
   *
   * @throws GatherException INVALID_INPUT for another one
   */
  public static Encoder named(String name) {
    for (Encoder encoder : values()) {
      if (encoder.word.equals(name)) {
        return encoder;
      }
    }
    throw new GatherException(
        ErrorCode.INVALID_INPUT,
        "vmgather.bundles.encoder is \"" + name + "\", allowed are lines and zlib");
  }

  /** A new one, for one thread at a time. */
  @Override
  public BlockDeflater get() {
    return this == LINES ? CheckedDeflater.ofLines() : CheckedDeflater.zlib();
  }
}
