package io.vmgather.exporter.job;

import io.vmgather.LocalEnv;
import io.vmgather.VmServer;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import java.util.UUID;

/** The ways into the servers of {@code local-test-env}, and a mark for data of this test run. */
public final class TestServers {
  /** A label value that no other run has. */
  public static final String RUN = "it-" + UUID.randomUUID();

  public static final String ALL = "{run=\"" + RUN + "\"}";

  private static final LocalEnv ENV = LocalEnv.read();

  private TestServers() {}

  public static VmServer server(String name) {
    return VmServer.at(ENV.get(name + "_URL"));
  }

  public static Connection to(String endpoint) {
    Connection plain = Connection.to(ENV.get(endpoint + "_URL"));
    return switch (endpoint) {
      case "LEGACY" -> plain.with(Auth.basic(ENV.get("LEGACY_USER"), ENV.get("LEGACY_PASSWORD")));
      case "MANAGED" -> plain.with(Auth.bearer(ENV.get("MANAGED_BEARER_TOKEN")));
      case "TLS" -> new Connection(plain.url(), "", "", false, "", Auth.NONE, true, false);
      default -> plain;
    };
  }

  public static Connection vmauthBasic() {
    return Connection.to(ENV.get("VMAUTH_URL"))
        .with(Auth.basic(ENV.get("VMAUTH_BASIC_USER"), ENV.get("VMAUTH_BASIC_PASSWORD")));
  }

  public static Connection vmauthBearer() {
    return Connection.to(ENV.get("VMAUTH_URL")).with(Auth.bearer(ENV.get("VMAUTH_BEARER_TOKEN")));
  }

  public static Connection tenant(String id) {
    boolean all = id.equals("multitenant");
    return new Connection(
        ENV.get("CLUSTER_URL"), "", all ? "" : id, all, "", Auth.NONE, false, false);
  }
}
