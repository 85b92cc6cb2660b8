package io.vmgather.common.vm;

import io.vmgather.common.GatherException;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Probe} found.
 *
 * @param resolved the connection to use from now on, with its secrets; null on failure
 * @param attempts every base path tried, in order
 * @param isVictoriaMetrics whether MetricsQL is spoken there
 * @param version such as {@code v1.150.0}; empty when the server does not tell
 * @param flavour {@code VictoriaMetrics single}, {@code cluster}, {@code vmauth}, {@code managed},
 *     {@code unknown}
 * @param components VictoriaMetrics components seen, sorted; may be empty
 * @param warnings for the user to read, may be empty
 * @param error why no address answered; null on success
 */
public record ProbeResult(
    Connection resolved,
    List<Probe.Attempt> attempts,
    boolean isVictoriaMetrics,
    String version,
    String flavour,
    List<String> components,
    List<String> warnings,
    GatherException error) {
  public ProbeResult {
    attempts = List.copyOf(attempts);
    components = List.copyOf(components);
    warnings = List.copyOf(warnings);
  }

  static ProbeResult failed(List<Probe.Attempt> attempts, GatherException error) {
    return new ProbeResult(null, attempts, false, "", "unknown", List.of(), List.of(), error);
  }

  public boolean success() {
    return error == null;
  }

  public Optional<GatherException> failure() {
    return Optional.ofNullable(error);
  }

  /**
   * The connection that answered.
   *
   * @throws GatherException the failure, when none did
   */
  public Connection connection() {
    if (error != null) {
      throw error;
    }
    return resolved;
  }
}
