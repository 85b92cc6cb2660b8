package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out where a VictoriaMetrics answers, and what it is. Tries each base path of the address in
 * order and stops at the first that answers. A refused sign-in stops too: the same password is not
 * tried on path after path, which would lock accounts.
 */
public final class Probe {
  private static final String QUERY = "/api/v1/query";

  private final VmClient.Settings settings;

  public Probe() {
    this(VmClient.Settings.DEFAULT);
  }

  /** With the time-outs of a probe, and each path asked once, whatever the settings say. */
  public Probe(VmClient.Settings settings) {
    this.settings = settings.probing();
  }

  /**
   * One base path that was tried.
   *
   * @param endpoint its full address, without credentials
   * @param apiBasePath the path in front of {@code /api/v1/}
   * @param success whether it answered
   * @param error what went wrong, empty on success
   */
  public record Attempt(String endpoint, String apiBasePath, boolean success, String error) {}

  /**
   * Asks the server; several requests, each within the probe's time-outs.
   *
   * @return what was found, or the failure with the attempts made
   * @throws GatherException INVALID_INPUT when the connection can't be read; nothing was sent then
   */
  public ProbeResult run(Connection connection) {
    return run(connection, new AbortSwitch());
  }

  /** The same, to be ended from another thread at any moment; then it throws CANCELLED. */
  public ProbeResult run(Connection connection, AbortSwitch abort) {
    Address address = Address.read(connection);
    Search search = new Search(connection, address, abort);
    for (URI origin : address.origins()) {
      Optional<ProbeResult> found = search.at(origin);
      if (found.isPresent()) {
        return found.get();
      }
      if (search.pointless()) {
        break;
      }
    }
    return ProbeResult.failed(search.attempts, search.summary());
  }

  /** One run over the candidates. */
  private final class Search {
    final List<Attempt> attempts = new ArrayList<>();
    private final Connection connection;
    private final Address address;
    private final AbortSwitch abort;
    private GatherException best;

    Search(Connection connection, Address address, AbortSwitch abort) {
      this.connection = connection;
      this.abort = abort;
      this.address = address;
    }

    Optional<ProbeResult> at(URI origin) {
      try (VmClient opened = VmClient.open(origin, "", connection, address.auth(), settings)) {
        VmClient root = opened.withAbort(abort);
        for (String path : address.basePaths()) {
          VmClient client = root.withBasePath(path);
          try {
            boolean metricsQl = answers(client);
            attempts.add(new Attempt(client.base().toString(), path, true, ""));
            return Optional.of(found(root, client, origin, metricsQl));
          } catch (GatherException failure) {
            if (abort.aborted()) {
              throw failure;
            }
            attempts.add(new Attempt(client.base().toString(), path, false, failure.getMessage()));
            keep(failure);
            if (stopsHere(failure.code())) {
              return Optional.empty();
            }
          }
        }
        return Optional.empty();
      }
    }

    /** Whether another scheme can't change anything. */
    boolean pointless() {
      return best != null && best.code() == ErrorCode.LOGIN_REFUSED;
    }

    GatherException summary() {
      String tried = attempts.size() == 1 ? "" : " (" + attempts.size() + " addresses were tried)";
      GatherException failure = new GatherException(best.code(), best.getMessage() + tried, best);
      return failure.hint(best.hint().orElse("Check the address.")).at(fieldOf(best.code()));
    }

    private void keep(GatherException failure) {
      if (best == null || tells(failure) > tells(best)) {
        best = failure;
      }
    }

    private ProbeResult found(VmClient root, VmClient client, URI origin, boolean metricsQl) {
      ServerIdentity identity = ServerIdentity.of(root, client, metricsQl);
      List<String> warnings = new ArrayList<>();
      if (connection.skipTlsVerify() && origin.getScheme().equals("https")) {
        warnings.add(
            "The certificate is not checked: somebody on the way could read along and pose as "
                + client.server()
                + ".");
      }
      if (!client.local() && origin.getScheme().equals("http") && !address.auth().anonymous()) {
        warnings.add("The sign-in crosses the network unencrypted: the address is not HTTPS.");
      }
      if (address.auth().oauth2().tokenUrl().startsWith("http://")) {
        warnings.add(
            "The client's secret goes to the token endpoint unencrypted: it is not HTTPS.");
      }
      if (!metricsQl) {
        warnings.add(
            client.server()
                + " does not know MetricsQL, so it is no VictoriaMetrics; what works is luck.");
      }
      String path = client.basePath();
      if (path.endsWith("/select/0/prometheus") && address.tenant().isEmpty()) {
        warnings.add("No tenant was named: tenant 0 is read.");
      }
      return new ProbeResult(
          connection.resolvedTo(origin.toString(), path, address.tenant(), address.auth()),
          attempts,
          metricsQl,
          identity.version(),
          identity.flavour(),
          identity.components(),
          warnings,
          null);
    }
  }

  /**
   * Whether the API at {@code client} knows MetricsQL.
   *
   * @throws GatherException when no query API answers there
   */
  private static boolean answers(VmClient client) {
    try {
      // now() is MetricsQL's own; Prometheus, Thanos and Mimir refuse it as an unknown function.
      client.call(QUERY, Params.of("query", "now()"));
      return true;
    } catch (GatherException refused) {
      if (refused.code() != ErrorCode.REJECTED || redirected(refused)) {
        throw refused;
      }
      client.call(QUERY, Params.of("query", "vector(1)"));
      return false;
    }
  }

  private static boolean redirected(GatherException failure) {
    return RefusedAnswer.statusOf(failure).filter(status -> status / 100 == 3).isPresent();
  }

  /** How much a failure says about the server: the one that says most is reported. */
  private static int tells(GatherException failure) {
    return switch (failure.code()) {
      case UNREACHABLE, TIMED_OUT -> 0;
      case ROUTE_MISSING -> 1;
      case LOGIN_REFUSED -> 3;
      default -> 2;
    };
  }

  private static boolean stopsHere(ErrorCode code) {
    return switch (code) {
      case ROUTE_MISSING, REJECTED, BROKEN_ANSWER -> false;
      default -> true;
    };
  }

  private static String fieldOf(ErrorCode code) {
    return code == ErrorCode.LOGIN_REFUSED ? "connection.auth" : "connection.url";
  }
}
