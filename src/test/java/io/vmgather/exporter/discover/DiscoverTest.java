package io.vmgather.exporter.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.StubServer;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscoverTest {
  private static final Instant END = Instant.parse("2026-11-22T10:00:00Z");
  private static final TimeWindow HOUR = TimeWindow.of(END.minus(Duration.ofHours(1)), END);
  private static final TimeWindow MONTH = TimeWindow.of(END.minus(Duration.ofDays(30)), END);
  private static final List<String> ALL = List.of("{}");

  @Test
  void emptyVersionIsFoundByMetricsAndNeverByTheJobsName() throws IOException {
    try (StubServer server =
            stub(
                form -> {
                  if (form.contains("vm_app_version")) {
                    return vector("{'job':'vmagent','instance':'a:1','version':''}", "1");
                  }
                  return form.contains("match[]")
                      ? "{'status':'success','data':[{'__name__':'vmauth_user_requests_total',"
                          + "'job':'vmagent','instance':'a:1'}]}"
                      : vector("{'job':'vmagent','instance':'a:1'}", "42");
                });
        VmClient client = client(server)) {
      Discovered found = new Discovery(client).components(HOUR);
      assertThat(found.targets()).containsExactly(new Target("vmauth", "vmagent", "a:1", ""));
      assertThat(found.components())
          .containsExactly(
              new Component(
                  "vmauth", List.of("vmagent"), 1, 42, Map.of("vmagent", 42L), List.of()));
    }
  }

  @Test
  void sharedJobIsCountedByInstanceAndAloneJobAsAWhole() throws IOException {
    try (StubServer server =
            stub(
                form ->
                    form.contains("vm_app_version")
                        ? result(
                            app("shared", "a", "vmagent"),
                            app("shared", "b", "vmauth"),
                            app("alone", "c", "vmauth"))
                        : result(
                            count("shared", "a", 10),
                            count("shared", "b", 20),
                            count("shared", "", 7),
                            count("alone", "c", 30),
                            count("alone", "", 5)));
        VmClient client = client(server)) {
      assertThat(new Discovery(client).components(HOUR).components())
          .extracting(Component::component, Component::jobMetrics)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("vmagent", Map.of("shared", 10L)),
              org.assertj.core.groups.Tuple.tuple("vmauth", Map.of("alone", 35L, "shared", 20L)));
    }
  }

  @Test
  void everyQueryCoversTheWindowHalfOpen() throws IOException {
    try (StubServer server = stub(form -> result());
        VmClient client = client(server)) {
      assertThat(new Discovery(client).components(HOUR).components()).isEmpty();
      assertThat(form(server.asked().get(0)))
          .contains("[3600000ms]")
          .contains("time=" + (END.getEpochSecond() - 1) + ".999");
    }
  }

  @Test
  void partialAnswerIsAWarning() throws IOException {
    try (StubServer server =
            stub(form -> "{'status':'success','isPartial':true,'data':{'result':[]}}");
        VmClient client = client(server)) {
      assertThat(new Discovery(client).components(HOUR).warnings())
          .anyMatch(warning -> warning.contains("partial"));
    }
  }

  @Test
  void longWindowIsCountedByTheIndex() throws IOException {
    try (StubServer server =
            stub(
                form ->
                    "{'status':'success','data':[{'job':'a','instance':'1'},{'job':'a'},"
                        + "{'job':'b','instance':'1'}],'x':{'y':[1]}}");
        VmClient client = client(server)) {
      assertThat(new Discovery(client).jobs("{x=\"y\"}", MONTH).jobs())
          .containsExactly(new JobCount("a", 1, 2), new JobCount("b", 1, 1));
      assertThat(server.asked()).hasSize(1);
      assertThat(server.asked().get(0).path()).isEqualTo("/api/v1/series");
    }
  }

  @Test
  void longWindowWithoutTheIndexRouteIsLookedAtInPlaces() throws IOException {
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  boolean range = asked.path().endsWith("query_range");
                  String body =
                      "{'status':'success','data':{'result':[{'metric':{'job':'a','instance':'1'},"
                          + "'values':[[1,'3'],[2,'9'],[3,'4']]}]}}";
                  StubServer.send(
                      exchange, range ? 200 : 400, range ? json(body) : "missing route for");
                });
        VmClient client = client(server)) {
      SelectorJobs jobs = new Discovery(client).jobs("up", MONTH);
      assertThat(jobs.jobs()).containsExactly(new JobCount("a", 1, 9));
      assertThat(jobs.warnings()).isNotEmpty();
    }
  }

  @Test
  void estimateReadsMinutesOfALongWindow() throws IOException {
    try (StubServer server =
            stub(
                form ->
                    form.contains("limitk")
                        ? vector("{'__name__':'up','job':'abc'}", "12.5")
                        : "{'status':'success','data':{'result':["
                            + matrix("series", 100)
                            + ","
                            + matrix("samples", 2000)
                            + "]}}");
        VmClient client = client(server)) {
      Estimate estimate = new Estimator(client).of(ALL, MONTH);
      long fiveMinutes = Duration.ofDays(30).toMinutes() / 5;
      assertThat(estimate.samples()).isEqualTo(2000 * fiveMinutes);
      assertThat(estimate.series()).isEqualTo(100);
      assertThat(estimate.intervalMillis()).isEqualTo(15_000);
      assertThat(estimate.bytes() / estimate.samples()).isEqualTo(19);
      assertThat(server.asked()).allMatch(asked -> form(asked).contains("[300000ms]"));
    }
  }

  @Test
  void estimateOfNothingIsZero() throws IOException {
    try (StubServer server = stub(form -> result());
        VmClient client = client(server)) {
      assertThat(new Estimator(client).of(ALL, MONTH))
          .isEqualTo(new Estimate(0, 0, 0, 0, List.of()));
    }
  }

  @Test
  void labelValuesOfARoundNumberAreReadAnotherWay() throws IOException {
    String thousand =
        IntStream.range(0, 1000).mapToObj(i -> "'v" + i + "'").collect(Collectors.joining(","));
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) ->
                    StubServer.send(
                        exchange,
                        200,
                        asked.path().contains("/label/pod/values")
                            ? json("{'status':'success','data':[" + thousand + "]}")
                            : json(result("{'metric':{'pod':'z-late'},'value':[1,'1']}"))));
        VmClient client = client(server)) {
      LabelValues values = new LabelReader(client).values("pod", ALL, HOUR);
      assertThat(values.complete()).isTrue();
      assertThat(values.values()).hasSize(1001).contains("z-late").isSorted();
    }
  }

  @Test
  void fewerLabelValuesThanTheLastMinutesHaveAreIncomplete() throws IOException {
    List<String> cut = IntStream.range(0, 1001).mapToObj(i -> "pod" + i).sorted().toList();
    try (StubServer server =
            StubServer.answering(
                (exchange, asked) -> {
                  boolean values = asked.path().contains("/label/");
                  boolean counted = form(asked).startsWith("query=count(count");
                  String body =
                      values
                          ? "{'status':'success','data':['" + String.join("','", cut) + "']}"
                          : vector("{}", "1500");
                  StubServer.send(
                      exchange,
                      values || counted ? 200 : 422,
                      values || counted ? json(body) : "-search.maxUniqueTimeseries");
                });
        VmClient client = client(server)) {
      assertThat(new LabelReader(client).values("pod", ALL, HOUR))
          .isEqualTo(new LabelValues("pod", cut, false));
    }
  }

  @Test
  void brokenQueryIsTheCallersInput() throws IOException {
    try (StubServer server = StubServer.answering(422, "argList: unexpected token");
        VmClient client = client(server)) {
      QueryCheck check = new QueryCheck(client, Clock.fixed(END, java.time.ZoneOffset.UTC));
      GatherException refused =
          catchThrowableOfType(GatherException.class, () -> check.check("sum(up"));
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
      assertThat(refused.field()).contains("query");
    }
  }

  @Test
  void samplesKeepNameLabelsValueAndTime() throws IOException {
    try (StubServer server =
            stub(
                form ->
                    result(
                        "{'metric':{'__name__':'up','job':'a'},'value':[1795341599.999,'NaN']}"));
        VmClient client = client(server)) {
      assertThat(new Sampler(client).ofSelectors(ALL, HOUR, 3).samples())
          .containsExactly(
              new Samples.Sample("up", "up", Map.of("job", "a"), Double.NaN, 1795341599999L));
    }
  }

  private static StubServer stub(Function<String, String> answer) throws IOException {
    return StubServer.answering(
        (exchange, asked) -> StubServer.send(exchange, 200, json(answer.apply(form(asked)))));
  }

  private static VmClient client(StubServer server) {
    return VmClient.open(Connection.to(server.url()));
  }

  private static String form(StubServer.Asked asked) {
    return URLDecoder.decode(asked.body(), StandardCharsets.UTF_8);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String result(String... series) {
    return "{'status':'success','data':{'result':[" + String.join(",", series) + "]}}";
  }

  private static String vector(String labels, String value) {
    return result("{'metric':" + labels + ",'value':[1795341599.999,'" + value + "']}");
  }

  private static String app(String job, String instance, String component) {
    return String.format(
        "{'metric':{'job':'%s','instance':'%s','version':'%s-20260821-1-x'},'value':[1,'1']}",
        job, instance, component);
  }

  private static String count(String job, String instance, int series) {
    return String.format(
        "{'metric':{'job':'%s','instance':'%s'},'value':[1,'%d']}", job, instance, series);
  }

  private static String matrix(String what, int each) {
    String values =
        IntStream.range(0, Estimator.MAX_LOOKS)
            .mapToObj(i -> "[" + i + ",'" + each + "']")
            .collect(Collectors.joining(","));
    return "{'metric':{'what':'" + what + "'},'values':[" + values + "]}";
  }
}
