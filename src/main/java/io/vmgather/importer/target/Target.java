package io.vmgather.importer.target;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.VmClient;
import java.util.List;
import java.util.Optional;

/**
 * A VictoriaMetrics that takes data.
 *
 * @param write the connection to write by, with its secrets
 * @param insertPath in front of {@code /api/v1/import}: empty, or starting with /
 * @param read the connection to query by, with its secrets; null when nothing answers queries
 * @param selectPath in front of {@code /api/v1/query}
 * @param flavour as {@link io.vmgather.common.vm.ProbeResult#flavour}
 * @param version such as {@code v1.150.0}; empty when it does not tell
 * @param attempts every path that was tried, in order
 * @param warnings for the user to read, may be empty
 */
public record Target(
    Connection write,
    String insertPath,
    Connection read,
    String selectPath,
    String flavour,
    String version,
    boolean isVictoriaMetrics,
    List<Probe.Attempt> attempts,
    List<String> warnings) {
  public Target {
    attempts = List.copyOf(attempts);
    warnings = List.copyOf(warnings);
  }

  public boolean readable() {
    return read != null;
  }

  /** A client at the path that takes data. The caller closes it. */
  public VmClient writer(VmClient.Settings settings) {
    return VmClient.open(write, toTenant(settings)).withBasePath(insertPath);
  }

  /**
   * A client at the path that answers queries. The caller closes it.
   *
   * @throws GatherException ROUTE_MISSING when there is none
   */
  public VmClient reader(VmClient.Settings settings) {
    if (read == null) {
      throw new GatherException(
              ErrorCode.ROUTE_MISSING, "Nothing answers queries at the address of the target")
          .hint("Give the address for queries too.")
          .at("select_endpoint");
    }
    return VmClient.open(read, toTenant(settings)).withBasePath(selectPath);
  }

  private VmClient.Settings toTenant(VmClient.Settings settings) {
    return settings.with(TenantHeaders.of(write.tenantId()));
  }

  /** Where a browser finds the data, without sign-in; empty when nothing answers queries. */
  public Optional<String> vmui() {
    if (read == null) {
      return Optional.empty();
    }
    String path =
        selectPath.endsWith("/prometheus") && selectPath.contains("/select/")
            ? selectPath.substring(0, selectPath.lastIndexOf('/'))
            : selectPath;
    return Optional.of(origin() + path + "/vmui/");
  }

  private String origin() {
    return read.withoutSecrets().url();
  }

  /** Where data goes, without sign-in. */
  public String importAddress() {
    // Without any sign-in, which may be forgotten by now.
    try (VmClient client = VmClient.open(write.withoutSecrets().with(Auth.NONE))) {
      return client.withBasePath(insertPath).base() + "/api/v1/import";
    }
  }

  /** What may be kept when the work is done. */
  public Target withoutSecrets() {
    return new Target(
        write.withoutSecrets(),
        insertPath,
        read == null ? null : read.withoutSecrets(),
        selectPath,
        flavour,
        version,
        isVictoriaMetrics,
        attempts,
        warnings);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Target[" + write + insertPath + "]";
  }
}
