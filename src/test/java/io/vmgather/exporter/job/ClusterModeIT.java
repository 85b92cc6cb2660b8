package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.job.Exports.Wish;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cluster mode takes of the servers' own metrics, live stale gaps included. */
class ClusterModeIT {
  private static final String URL = TestServers.to("SINGLE").url();
  private static TimeWindow window;

  @TempDir private Path folder;

  @BeforeAll
  static void settle() {
    window = OwnMetrics.settledWindow();
  }

  @ParameterizedTest(name = "components {0}, jobs {1}")
  @MethodSource("selections")
  void bundleHoldsTheVerySamplesOfTheirJobs(
      List<String> components, List<String> jobs, String expectedJobs) {
    Wish wish =
        Wish.cluster(URL, window)
            .components(components.toArray(String[]::new))
            .jobs(jobs.toArray(String[]::new));
    Exports.Bundle bundle = new Exports(folder).make(wish.batches(Exports.each(47)));
    String selector = "{job=~\"" + expectedJobs + "\"}";
    SampleSet expected = OwnMetrics.export(selector, window);
    bundle.samples().assertSameAs(expected);
    assertThat(bundle.outcome().warnings()).isEmpty();
  }

  static Stream<Arguments> selections() {
    List<String> none = List.of();
    return Stream.of(
        Arguments.of(none, none, "vm.*"),
        Arguments.of(List.of("victoria-metrics"), none, "vmsingle-prod|vmsingle-tenants"),
        Arguments.of(List.of("vmagent", "vmalert"), none, "vmagent-prod|vmalert-prod"),
        Arguments.of(List.of("vmauth"), List.of("vmauth-tls"), "vmauth-tls"),
        Arguments.of(none, List.of("test2", "vmagent-prod"), "test2|vmagent-prod"));
  }
}
