package io.vmgather.exporter.job;

import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.source.FallbackSource;
import io.vmgather.exporter.source.LineSource;
import io.vmgather.exporter.source.RangeQuery;
import io.vmgather.exporter.source.RawExport;
import io.vmgather.exporter.source.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An export that is ready to read: everything is known but the samples.
 *
 * @param selector the series to read; nothing for an expression
 * @param jobFilter narrows an expression to the chosen jobs
 * @param jobs that the export covers, as they are called at the source
 * @param expectedSamples roughly, at the source; 0 where it could not be told
 */
record PreparedExport(
    ExportPlan plan,
    VmClient client,
    Survey survey,
    Optional<Selector> selector,
    Optional<Selector> jobFilter,
    List<String> jobs,
    long expectedSamples) {
  /** A timestamp, its comma, and a value of middling length. */
  private static final long BYTES_A_SAMPLE = 22;

  PreparedExport expecting(long samples) {
    return new PreparedExport(plan, client, survey, selector, jobFilter, jobs, samples);
  }

  long expectedBytes() {
    return expectedSamples * BYTES_A_SAMPLE;
  }

  /** The selector or expression, for messages and the manifest. */
  String selection() {
    return selector.map(Selector::toString).or(plan::expression).orElseThrow();
  }

  /**
   * The ways to the samples, best first.
   *
   * @param route the only one that is allowed; empty for any
   */
  LineSource source(int lineBytes, Consumer<String> warnings, String route) {
    List<LineSource> ways = new ArrayList<>(ways(lineBytes, warnings));
    if (route.isEmpty()) {
      return new FallbackSource(ways);
    }
    ways.removeIf(way -> !way.route().equals(route));
    return new SameRoute(new FallbackSource(ways));
  }

  private List<LineSource> ways(int lineBytes, Consumer<String> warnings) {
    Runnable partial =
        () -> warnings.accept("the source says that its answer is partial: some data is missing");
    Duration step = plan.pointStep();
    if (selector.isEmpty()) {
      return List.of(
          RangeQuery.ofExpression(client, selection(), jobFilter.orElse(null), step, partial));
    }
    List<LineSource> ways = new ArrayList<>();
    for (VmClient at : exportClients()) {
      ways.add(rawExport(at, lineBytes));
    }
    ways.add(RangeQuery.lastSamples(client, selector.get(), step, plan.batches().range(), partial));
    return ways;
  }

  private LineSource rawExport(VmClient at, int lineBytes) {
    return plan.step()
        .map(
            step ->
                RawExport.thinned(
                    at, selector.get(), lineBytes, step.toMillis(), plan.batches().range()))
        .orElseGet(() -> RawExport.of(at, selector.get(), lineBytes));
  }

  /** Managed offers answer queries below /rw/prometheus and exports beside it. */
  private List<VmClient> exportClients() {
    String path = client.basePath();
    List<VmClient> clients = new ArrayList<>(List.of(client));
    if (path.contains("/rw/prometheus")) {
      clients.add(client.withBasePath(path.replace("/rw/prometheus", "/prometheus")));
      clients.add(client.withBasePath(path.replace("/rw/prometheus", "/r/prometheus")));
    }
    return clients;
  }
}
