package io.vmgather.exporter.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Opens files on a disk that takes a given number of bytes and then fails as Linux does. */
final class SmallDisk implements FileOpener {
  private final AtomicLong room;
  private volatile boolean readOnly;

  SmallDisk(long room) {
    this.room = new AtomicLong(room);
  }

  void grow(long bytes) {
    room.addAndGet(bytes);
  }

  /** As Linux does with a file system that has failed: open files can't be written either. */
  void turnReadOnly() {
    readOnly = true;
  }

  private void requireWritable() throws IOException {
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
  }

  @Override
  public FileChannel open(Path path, Set<OpenOption> options) throws IOException {
    requireWritable();
    return new Limited(FileChannel.open(path, options));
  }

  private final class Limited extends FileChannel {
    private final FileChannel file;

    Limited(FileChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      requireWritable();
      int bytes = (int) Math.min(from.remaining(), room.get());
      if (bytes == 0) {
        throw new IOException("No space left on device");
      }
      room.addAndGet(-bytes);
      int end = from.limit();
      from.limit(from.position() + bytes);
      int written = file.write(from);
      from.limit(end);
      return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      requireWritable();
      room.addAndGet(Math.max(0, file.size() - size));
      file.truncate(size);
      return this;
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    @Override
    public int read(ByteBuffer to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer to, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
