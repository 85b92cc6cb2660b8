package io.vmgather.exporter.bundle;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Reads the blocks of a staging file up to a checkpoint, through a channel of its own. */
final class CommittedStream {
  static final int BUFFER_BYTES = 64 * 1024;

  /** An empty final block: ends what consists of blocks that are not final (RFC 1951, 3.2.3). */
  private static final byte[] FINAL_BLOCK = {3, 0};

  private CommittedStream() {}

  /** The lines. Closing it frees the file and the inflater. */
  static InputStream open(Path archive, long stagingBytes) throws IOException {
    return new Inflating(deflated(archive, stagingBytes), new Inflater(true));
  }

  /** The blocks as one complete raw deflate stream of {@link #deflatedLength} bytes. */
  static InputStream deflated(Path archive, long stagingBytes) throws IOException {
    FileChannel file = FileChannel.open(archive, StandardOpenOption.READ);
    try {
      InputStream in = Channels.newInputStream(file);
      if (!GzipHeader.matches(in.readNBytes(GzipHeader.LENGTH))) {
        throw new ZipException("no staging file");
      }
      InputStream blocks =
          new BufferedInputStream(new Limited(in, stagingBytes - GzipHeader.LENGTH), BUFFER_BYTES);
      return new SequenceInputStream(blocks, new ByteArrayInputStream(FINAL_BLOCK));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  static long deflatedLength(long stagingBytes) {
    return stagingBytes - GzipHeader.LENGTH + FINAL_BLOCK.length;
  }

  /** Ends before a given number of bytes is exceeded. */
  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream in, long limit) {
      super(in);
      left = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(buffer, from, (int) Math.min(length, left));
      left -= Math.max(n, 0);
      return n;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), left);
    }
  }

  /** Ends its inflater, which {@link InflaterInputStream} leaves to the one who made it. */
  private static final class Inflating extends InflaterInputStream {
    Inflating(InputStream in, Inflater inflater) {
      super(in, inflater, BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }
}
