package io.vmgather.common.web;

import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Address;
import io.vmgather.common.vm.Connection;

/** Names the server of a connection for people who need no more of it. */
public final class TargetHost {
  private TargetHost() {}

  /** Host and port as they were given, nothing of path or sign-in; empty for an unclear address. */
  public static String of(Connection connection) {
    try {
      Address address = Address.read(connection);
      return address.port() > 0 ? address.host() + ":" + address.port() : address.host();
    } catch (GatherException unclear) {
      return "";
    }
  }
}
