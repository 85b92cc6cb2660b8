package io.vmgather.launcher;

import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.discover.Component;
import io.vmgather.exporter.discover.Discovered;
import io.vmgather.exporter.discover.Discovery;
import io.vmgather.exporter.discover.Estimate;
import io.vmgather.exporter.discover.Estimator;
import io.vmgather.exporter.discover.JobCount;
import io.vmgather.exporter.discover.SelectorJobs;
import io.vmgather.exporter.source.Selector;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vmgather discover}: what is there, before anything is exported. */
@Command(
    name = "discover",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class,
    description = {
      "Shows the VictoriaMetrics components and jobs that a server knows, with their series, and"
          + " estimates what an export of them would hold. Names are shown as they are."
    })
final class DiscoverCommand implements Runnable {
  @ArgGroup(exclusive = false, heading = "%nConnection%n")
  private final ConnectionOptions connection = new ConnectionOptions();

  @ArgGroup(exclusive = false, heading = "%nTime range, half open: --end itself is outside%n")
  private final TimeOptions time = new TimeOptions();

  @Option(
      names = "--selector",
      paramLabel = "SELECTOR",
      description = "Show the jobs of these series instead of VictoriaMetrics components.")
  private String selector;

  @Override
  public void run() {
    TimeWindow window = time.window(Instant.now());
    ProbeResult found = new Probe(connection.client()).run(connection.connection());
    found
        .attempts()
        .forEach(
            attempt ->
                System.err.println(
                    (attempt.success() ? "answered  " : "tried     ")
                        + attempt.endpoint()
                        + (attempt.error().isEmpty() ? "" : "  " + attempt.error())));
    try (VmClient client = VmClient.open(found.connection(), connection.client())) {
      found.warnings().forEach(warning -> System.err.println("warning: " + warning));
      System.out.println(
          "source     "
              + (found.flavour() + " " + found.version()).strip()
              + " at "
              + client.base());
      if (selector == null) {
        components(client, window, System.out);
      } else {
        jobs(client, window, System.out);
      }
    }
  }

  private static void components(VmClient client, TimeWindow window, PrintStream out) {
    Discovered discovered = new Discovery(client).components(window);
    warn(discovered.warnings());
    TreeSet<String> jobs = new TreeSet<>();
    for (Component component : discovered.components()) {
      jobs.addAll(component.jobs());
      out.printf(
          Locale.ROOT,
          "%-18s %d instances, %,d series %s%n",
          component.component(),
          component.instanceCount(),
          component.metricsCountEstimate(),
          String.join(" ", component.versions()));
      component
          .jobMetrics()
          .forEach((job, series) -> out.printf(Locale.ROOT, "  %-30s %,d series%n", job, series));
    }
    if (jobs.isEmpty()) {
      out.println("No VictoriaMetrics component in this range. Try a later range or --selector.");
      return;
    }
    estimate(client, Selector.ofJobs(jobs).toString(), window, out);
  }

  private void jobs(VmClient client, TimeWindow window, PrintStream out) {
    SelectorJobs found = new Discovery(client).jobs(selector, window);
    warn(found.warnings());
    for (JobCount job : found.jobs()) {
      out.printf(
          Locale.ROOT,
          "%-30s %d instances, %,d series%n",
          job.job().isEmpty() ? "(no job)" : job.job(),
          job.instanceCount(),
          job.metricsCountEstimate());
    }
    estimate(client, selector, window, out);
  }

  private static void estimate(
      VmClient client, String selector, TimeWindow window, PrintStream out) {
    Estimate estimate = new Estimator(client).of(List.of(selector), window);
    warn(estimate.warnings());
    out.printf(
        Locale.ROOT,
        "estimate   about %,d series, %,d samples, %s before compression, one sample each %s%n",
        estimate.series(),
        estimate.samples(),
        Amount.bytes(estimate.bytes()),
        Amount.time(Duration.ofMillis(estimate.intervalMillis())));
  }

  private static void warn(List<String> warnings) {
    warnings.forEach(warning -> System.err.println("warning: " + warning));
  }
}
