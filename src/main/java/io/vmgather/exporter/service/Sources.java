package io.vmgather.exporter.service;

import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.discover.Discovered;
import io.vmgather.exporter.discover.Discovery;
import io.vmgather.exporter.discover.QueryCheck;
import io.vmgather.exporter.discover.QueryReport;
import io.vmgather.exporter.discover.SelectorJobs;
import java.util.function.Function;

/**
 * What a person wants to know of a VictoriaMetrics before an export. Any thread; every call opens
 * its own connections and closes them.
 */
public final class Sources {
  private final VmClient.Settings settings;

  public Sources(VmClient.Settings settings) {
    this.settings = settings;
  }

  /**
   * Tries the connection.
   *
   * @return what was found, or the failure with the attempts made
   * @throws GatherException INVALID_INPUT when the address can't be read
   */
  public ProbeResult validate(Connection connection) {
    return new Probe(settings).run(connection);
  }

  /** Tries a query: see {@link QueryCheck#check}. */
  public QueryReport check(Connection connection, String query) {
    return ask(connection, client -> new QueryCheck(client).check(query));
  }

  /** Finds components: see {@link Discovery#components}. */
  public Discovered components(Connection connection, TimeWindow window) {
    return ask(connection, client -> new Discovery(client).components(window));
  }

  /** Finds the jobs of a selector: see {@link Discovery#jobs}. */
  public SelectorJobs jobs(Connection connection, String selector, TimeWindow window) {
    return ask(connection, client -> new Discovery(client).jobs(selector, window));
  }

  private <T> T ask(Connection connection, Function<VmClient, T> question) {
    try (VmClient client = VmClient.open(validate(connection).connection(), settings)) {
      return question.apply(client);
    }
  }
}
