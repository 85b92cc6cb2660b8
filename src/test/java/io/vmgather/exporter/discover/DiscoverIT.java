package io.vmgather.exporter.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.LocalEnv;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoverIT {
  private static final List<String> TEST_JOBS = List.of("{job=~\"test1|test2\"}");

  private final LocalEnv env = LocalEnv.read();
  private final VmClient single = VmClient.open(Connection.to(env.get("SINGLE_URL")));
  private final TimeWindow day =
      TimeWindow.of(Instant.now().minus(Duration.ofDays(1)), Instant.now());

  @AfterEach
  void close() {
    single.close();
  }

  @Test
  void componentsOfBuildsWithoutAVersionAreFoundInEachWindow() {
    for (Duration length : List.of(Duration.ofDays(1), Duration.ofDays(30))) {
      TimeWindow window = TimeWindow.of(day.end().minus(length), day.end());
      Discovered found = new Discovery(single).components(window);
      assertThat(found.components())
          .extracting(Component::component)
          .contains("victoria-metrics", "vmagent", "vmalert", "vmauth");
      assertThat(found.components()).allMatch(one -> one.metricsCountEstimate() > 100);
      assertThat(found.warnings()).isEmpty();
    }
  }

  @Test
  void jobsOfASelectorHaveInstancesAndSeries() {
    SelectorJobs found = new Discovery(single).jobs(TEST_JOBS.get(0), day);
    assertThat(found.jobs()).extracting(JobCount::job).containsExactlyInAnyOrder("test1", "test2");
    assertThat(found.jobs()).allMatch(job -> job.instanceCount() > 1);
  }

  @Test
  void estimateIsNearTheCount() {
    TimeWindow window = TimeWindow.of(day.end().minus(Duration.ofMinutes(30)), day.end());
    Estimate estimate = new Estimator(single).of(List.of("{job!=\"\"}"), window);
    assertThat((double) estimate.samples()).isBetween(0.9 * samples(window), 1.1 * samples(window));
    assertThat(estimate.bytes()).isGreaterThan(estimate.samples() * 10);
  }

  @Test
  void labelValuesAreComplete() {
    LabelValues values = new LabelReader(single).values("instance", TEST_JOBS, day);
    assertThat(values.complete()).isTrue();
    assertThat(values.values()).contains("[2001:db8::7]:9100", "host with blanks").isSorted();
  }

  @Test
  void userWithQueryRoutesOnlyGetsTheSame() {
    Connection legacy =
        Connection.to(env.get("LEGACY_URL"))
            .with(Auth.basic(env.get("LEGACY_USER"), env.get("LEGACY_PASSWORD")));
    try (VmClient client = VmClient.open(legacy)) {
      assertThat(new LabelReader(client).values("job", TEST_JOBS, day).values())
          .containsExactly("test1", "test2");
      assertThat(new Discovery(client).components(day).components())
          .extracting(Component::component)
          .contains("vmagent", "vmalert");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|{} names no series",
        "sum(rate(up[5m])|argList: unexpected end; want \",\", \")\"",
        "{job=|StringExpr: unexpected end; want \"string\"",
        "foo bar|parensExpr: unexpected token \"bar\"; want \",\" or \")\"; unparsed data: \"bar\"",
        "nosuchfunc(up)|unsupported function \"nosuchfunc\""
      })
  void whatIsWrongWithAQueryIsSaidWithoutTheQueryAroundIt(String query, String cause) {
    assertThatThrownBy(() -> new QueryCheck(single).check(query))
        .isInstanceOf(GatherException.class)
        .hasMessageEndingWith(cause)
        .hasMessageNotContaining("count(");
  }

  @Test
  void previewAndQueryCheckSeeSeries() {
    assertThat(new Sampler(single).ofSelectors(TEST_JOBS, day, 5).count()).isEqualTo(5);
    assertThat(new Sampler(single).ofQuery("sum(up) by (job)", day, 2).count()).isEqualTo(2);
    QueryReport report = new QueryCheck(single, Clock.systemUTC()).check("up");
    assertThat(report.hasJob()).isTrue();
    assertThat(report.queryType()).isEqualTo("selector");
  }

  private double samples(TimeWindow window) {
    String query = "sum(count_over_time({job!=\"\"}[" + window.lengthMillis() + "ms]))";
    Params params = Params.of("query", query).and("time", Params.seconds(window.lastMillis()));
    JsonNode result = single.call("/api/v1/query", params).path("data").path("result");
    return result.path(0).path("value").path(1).asDouble();
  }
}
