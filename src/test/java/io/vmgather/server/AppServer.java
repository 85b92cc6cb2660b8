package io.vmgather.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** An application server that runs on a free loopback port. Closing stops it. */
public interface AppServer extends AutoCloseable {
  /** Its root, with a slash at the end. */
  URI address();

  ServerProcess process();

  /**
   * Returns when the application answers or has failed.
   *
   * @param name of the context path without slashes; ROOT for the root
   */
  void deploy(Path war, String name) throws IOException;

  void undeploy(String name) throws IOException;

  @Override
  default void close() {
    process().close();
  }
}
