package io.vmgather.importer.target;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.AbortSwitch;
import io.vmgather.common.vm.Address;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.OpenAnswer;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.TriedAddresses;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds where a VictoriaMetrics takes data and where it answers queries, from one address or from
 * two. Whether data is taken is asked by an import of nothing. Stateless; any thread.
 */
public final class TargetProbe {
  private static final String IMPORT = "/api/v1/import";

  private final VmClient.Settings settings;

  public TargetProbe(VmClient.Settings settings) {
    this.settings = settings.probing();
  }

  /**
   * Asks the server.
   *
   * @param endpoint any address of it, for inserting or for selecting
   * @param select an address for queries with the same sign-in; empty to derive it
   * @throws GatherException INVALID_INPUT for an address that can't be read; the failure that tells
   *     most when nothing takes data, with the {@link TriedAddresses}
   */
  public Target find(Connection endpoint, String select) {
    return find(endpoint, select, new AbortSwitch());
  }

  /** The same, to be ended from another thread at any moment; then it throws CANCELLED. */
  public Target find(Connection endpoint, String select, AbortSwitch abort) {
    return new TargetProbe(settings.with(TenantHeaders.of(endpoint.tenantId())))
        .ask(endpoint, select, abort);
  }

  private Target ask(Connection endpoint, String select, AbortSwitch abort) {
    if (Address.read(endpoint).tenant().equals("multitenant")) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "an import goes into one tenant")
          .hint("Name it as accountID or accountID:projectID, in the address or beside it.")
          .at("connection.tenant_id");
    }
    boolean apart = !select.isBlank();
    ProbeResult queries = queries(apart ? endpoint.at(select) : endpoint, abort);
    Search search = new Search(queries.attempts(), abort);
    try {
      return search.target(endpoint, queries, apart);
    } catch (GatherException failure) {
      throw TriedAddresses.in(failure, search.attempts);
    }
  }

  /** Once more where the failure may pass, unlike that of a target for inserts alone. */
  private ProbeResult queries(Connection connection, AbortSwitch abort) {
    Probe probe = new Probe(settings);
    ProbeResult found = probe.run(connection, abort);
    boolean passes =
        fails(found, ErrorCode.BUSY, ErrorCode.TIMED_OUT, ErrorCode.BROKEN_ANSWER)
            && !abort.aborted();
    return passes ? probe.run(connection, abort) : found;
  }

  private static boolean fails(ProbeResult found, ErrorCode... codes) {
    return found.failure().filter(failure -> List.of(codes).contains(failure.code())).isPresent();
  }

  private static String selectPath(ProbeResult found) {
    return found.resolved().apiBasePath();
  }

  /** For an address that answers no queries: all that it may mean. */
  private static List<String> all(Connection connection) {
    Set<String> paths = new LinkedHashSet<>();
    Address.read(connection).basePaths().forEach(path -> paths.addAll(InsertPaths.of(path)));
    return List.copyOf(paths);
  }

  private static List<String> warnings(ProbeResult queries) {
    List<String> warnings = new ArrayList<>(queries.warnings());
    if (!queries.success()) {
      warnings.add(
          "The target takes data but answers no queries at this address, so what arrived can't be"
              + " counted. Name the address for queries, too: of a cluster vmselect's"
              + " (--select-url, select_endpoint).");
    }
    // Written for reading; here it is where data goes.
    warnings.replaceAll(
        text -> text.replace("tenant 0 is read.", "tenant 0 is written to and read."));
    return warnings;
  }

  /** One search for the path that takes data. */
  private final class Search {
    private final List<Probe.Attempt> attempts;
    private final AbortSwitch abort;
    private GatherException failure;

    Search(List<Probe.Attempt> before, AbortSwitch abort) {
      attempts = new ArrayList<>(before);
      this.abort = abort;
    }

    /** What the answers come to; the attempts are noted as they are made. */
    Target target(Connection endpoint, ProbeResult queries, boolean apart) {
      boolean signInRefused =
          queries.failure().filter(f -> f.code() == ErrorCode.LOGIN_REFUSED).isPresent();
      if (signInRefused && !apart) {
        throw queries.error();
      }
      boolean derive = queries.success() && !apart;
      Connection write = derive ? queries.resolved() : endpoint;
      String insert = first(write, derive ? InsertPaths.of(selectPath(queries)) : all(write));
      if (insert == null) {
        throw queries.success() ? failure : queries.error();
      }
      if (fails(queries, ErrorCode.BUSY, ErrorCode.TIMED_OUT)) {
        // Without an answer nothing would be known of the target, and nothing be counted at the
        // end.
        throw queries.error();
      }
      return new Target(
          write,
          insert,
          queries.resolved(),
          queries.success() ? selectPath(queries) : "",
          queries.flavour(),
          queries.version(),
          queries.isVictoriaMetrics(),
          attempts,
          warnings(queries));
    }

    /** The first path that takes an import of nothing; null when none does. */
    String first(Connection connection, List<String> paths) {
      try (VmClient opened = VmClient.open(connection, settings)) {
        VmClient root = opened.withAbort(abort);
        for (String path : paths) {
          VmClient client = root.withBasePath(path);
          try {
            importNothing(client);
            attempts.add(new Probe.Attempt(client.base() + IMPORT, path, true, ""));
            return path;
          } catch (GatherException refused) {
            if (abort.aborted()) {
              throw refused;
            }
            attempts.add(
                new Probe.Attempt(client.base() + IMPORT, path, false, refused.getMessage()));
            failure = refused;
          }
        }
        return null;
      }
    }

    private void importNothing(VmClient client) {
      try (OpenAnswer answer = client.open(IMPORT, Params.none())) {
        if (answer.body().read() >= 0) {
          throw new GatherException(
                  ErrorCode.ROUTE_MISSING, client.server() + " answers an import with a text")
              .hint("Check the address: something else than VictoriaMetrics may answer there.");
        }
      } catch (IOException e) {
        throw new GatherException(ErrorCode.BROKEN_ANSWER, "The answer can't be read", e);
      }
    }
  }
}
