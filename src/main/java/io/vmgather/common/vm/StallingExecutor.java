package io.vmgather.common.vm;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Changes the socket's time-out once the answer's head is there: until then it is the one for the
 * first byte (set by the client before each request), from then on the one for a stall.
 */
final class StallingExecutor extends HttpRequestExecutor {
  private final Timeout stall;

  StallingExecutor(Duration stall) {
    this.stall = Timeout.of(stall);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      HttpResponseInformationCallback callback,
      HttpContext context)
      throws IOException, HttpException {
    ClassicHttpResponse response = super.execute(request, connection, callback, context);
    connection.setSocketTimeout(stall);
    return response;
  }
}
