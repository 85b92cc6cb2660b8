package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** An answer's body whose failures say which side failed, and after how many bytes. */
final class AnswerBody extends InputStream {
  private final InputStream in;
  private final String server;
  private final Timeouts timeouts;
  private long bytes;
  private boolean ended;
  private final AbortSwitch abort;
  private volatile boolean stopped;

  AnswerBody(InputStream in, String server, Timeouts timeouts, AbortSwitch abort) {
    this.in = in;
    this.server = server;
    this.timeouts = timeouts;
    this.abort = abort;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int length) {
    Objects.checkFromIndexSize(from, length, to.length);
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    try {
      int read = in.read(to, from, length);
      if (read < 0) {
        ended = true;
      } else {
        bytes += read;
      }
      return read;
    } catch (IOException failure) {
      throw translated(failure);
    }
  }

  @Override
  public int available() {
    try {
      return ended ? 0 : in.available();
    } catch (IOException failure) {
      throw translated(failure);
    }
  }

  boolean atEnd() {
    return ended;
  }

  void markStopped() {
    stopped = true;
  }

  private GatherException translated(IOException failure) {
    return stopped || abort.aborted()
        ? new GatherException(ErrorCode.CANCELLED, "Stopped reading from " + server, failure)
        : NetworkErrors.inAnswer(server, failure, bytes, timeouts);
  }
}
