package io.vmgather.common.vm;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * A successful answer whose body is read as it comes. The caller closes it; one thread reads, any
 * thread may abort.
 */
public final class OpenAnswer implements AutoCloseable {
  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;
  private final AnswerBody body;

  OpenAnswer(HttpUriRequestBase request, ClassicHttpResponse response, AnswerBody body) {
    this.request = request;
    this.response = response;
    this.body = body;
  }

  /**
   * The body, inflated where the server compressed it. Reads throw {@code GatherException}:
   * BROKEN_ANSWER when the answer breaks off, TIMED_OUT when it stalls, CANCELLED after {@link
   * #abort}. Arrays of 64 KiB and more are filled without a copy in between.
   */
  public InputStream body() {
    return body;
  }

  /** Ends a read that waits, now; the connection is dropped. Any thread, any number of times. */
  public void abort() {
    body.markStopped();
    Transport.end(request);
  }

  /** Gives the connection back when the body was read to its end, and drops it otherwise. */
  @Override
  public void close() {
    if (!body.atEnd()) {
      // Closing an entity reads it to its end first: that may be gigabytes that nobody wants.
      Transport.end(request);
    }
    try {
      response.close();
    } catch (IOException dropped) {
      // The connection is gone, which is what was wanted.
    }
  }
}
