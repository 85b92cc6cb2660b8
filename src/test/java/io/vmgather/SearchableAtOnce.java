package io.vmgather;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets the local servers make new samples searchable at once, which else takes them some seconds:
 * for tests of imports that are not about that wait.
 */
public final class SearchableAtOnce implements BeforeAllCallback, AfterAllCallback {
  private List<VmServer> flushing = List.of();

  @Override
  public void beforeAll(ExtensionContext context) {
    flushing =
        Stream.of("SINGLE_URL", "TENANT0_URL", "TENANT1011_URL")
            .map(name -> VmServer.at(LocalEnv.read().get(name)).flushing())
            .toList();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    flushing.forEach(VmServer::close);
  }
}
