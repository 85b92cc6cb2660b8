package io.vmgather.common.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.identity.Asked;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A body whose length nobody says before, as chunks come. */
class LimitedRequestTest {
  @Test
  void bodyOfExactlyTheLimitIsRead() throws IOException {
    assertThat(limited(10, 10).getInputStream().readAllBytes()).hasSize(10);
  }

  @Test
  void longerBodyFailsWhileItIsRead() throws IOException {
    assertThatThrownBy(() -> limited(11, 10).getInputStream().readAllBytes())
        .isInstanceOf(IllegalArgumentException.class);
    ServletInputStream byByte = limited(11, 10).getInputStream();
    assertThatThrownBy(() -> drain(byByte)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void drain(ServletInputStream in) throws IOException {
    while (in.read() >= 0) {
      // Only its end matters.
    }
  }

  private static HttpServletRequest limited(int length, int most) {
    HttpServletRequest request =
        new HttpServletRequestWrapper(Asked.post().request()) {
          @Override
          public ServletInputStream getInputStream() {
            return new Body(new ByteArrayInputStream(new byte[length]));
          }
        };
    return new LimitedRequest(request, most, IllegalArgumentException::new);
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream in;

    Body(ByteArrayInputStream in) {
      this.in = in;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return in.read(bytes, offset, length);
    }

    @Override
    public boolean isFinished() {
      return in.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
