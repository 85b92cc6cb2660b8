package io.vmgather.common.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.function.Supplier;

/** A request whose body fails to be read beyond a limit. */
final class LimitedRequest extends HttpServletRequestWrapper {
  private final long most;
  private final Supplier<? extends RuntimeException> refusal;
  private ServletInputStream body;

  LimitedRequest(
      HttpServletRequest request, long most, Supplier<? extends RuntimeException> refusal) {
    super(request);
    this.most = most;
    this.refusal = refusal;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new LimitedBody(super.getInputStream());
    }
    return body;
  }

  private final class LimitedBody extends ServletInputStream {
    private final ServletInputStream in;
    private long count;

    LimitedBody(ServletInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      counted(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      counted(Math.max(read, 0));
      return read;
    }

    private void counted(int read) {
      count += read;
      if (count > most) {
        throw refusal.get();
      }
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
