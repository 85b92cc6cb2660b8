package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.GatherException;
import java.io.IOException;
import java.time.Duration;

/** What tests of the client share. */
final class ClientTesting {
  static final String EMPTY = "{\"status\":\"success\",\"data\":{\"result\":[]}}";
  static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));

  private ClientTesting() {}

  static VmClient client(String url, Auth auth, Timeouts timeouts) {
    return VmClient.open(
        Connection.to(url).with(auth),
        new VmClient.Settings(
            timeouts,
            RetryPolicy.never(),
            HostResolver.SYSTEM,
            Certificates.NONE,
            OutgoingProxy.NONE));
  }

  interface Failing {
    void run() throws IOException;
  }

  static GatherException failure(Failing failing) {
    return catchThrowableOfType(GatherException.class, failing::run);
  }
}
