package io.vmgather.common.vm;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host, and may refuse them. The addresses returned are the ones connected
 * to, so what is checked here can't change behind the check. Called by any thread.
 */
@FunctionalInterface
public interface HostResolver {
  HostResolver SYSTEM = InetAddress::getAllByName;

  /**
   * The host's addresses, to be tried in order.
   *
   * @param host a name or an address in text
   * @throws UnknownHostException when there is none
   * @throws io.vmgather.common.GatherException when the host is not allowed
   */
  InetAddress[] resolve(String host) throws UnknownHostException;
}
