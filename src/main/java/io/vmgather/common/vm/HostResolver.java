package io.vmgather.common.vm;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host, and may refuse them. The addresses returned are the ones connected
 * to, so what is checked here can't change behind the check. Called by any thread.
 */
@FunctionalInterface
public interface HostResolver {
  HostResolver SYSTEM =
      new HostResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
          return InetAddress.getAllByName(host);
        }

        /** Behind a proxy this machine's DNS need not know the host. */
        @Override
        public void admit(String host) {}
      };

  /**
   * The host's addresses, to be tried in order.
   *
   * @param host a name or an address in text
   * @throws UnknownHostException when there is none
   * @throws io.vmgather.common.GatherException when the host is not allowed
   */
  InetAddress[] resolve(String host) throws UnknownHostException;

  /**
   * Checks a host that a proxy connects to, which looks up its address itself.
   *
   * @throws UnknownHostException when there is none
   * @throws io.vmgather.common.GatherException when the host is not allowed
   */
  default void admit(String host) throws UnknownHostException {
    resolve(host);
  }
}
