package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.ReliabilityTable;
import io.vmgather.VmServer;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.Exports.Wish;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A source that fails in any way, at any place, ends in exactly its samples, or in a clear error
 * behind which the export resumes to exactly its samples.
 */
@Apart
class ExportFaultsIT {
  /** How the source is reached; compressed as every source is that is not on this machine. */
  enum Way {
    SINGLE("a single node"),
    COMPRESSED("a single node, compressed"),
    CLUSTER("a cluster's paths");

    private final String words;

    Way(String words) {
      this.words = words;
    }
  }

  /** The requests of an export, in their order. */
  enum Place {
    CONNECTION("connection", "query=now()", 0),
    DISCOVERY("discovery", "vm_app_version[", 0),
    LABELS("label values", "/label/", 0),
    ESTIMATE("estimate", "query=sum(count_over_time(", 0),
    FIRST_FETCH("first fetch", "/api/v1/export", 0),
    LATER_FETCH("third fetch", "/api/v1/export", 2),
    FALLBACK("fallback", "/api/v1/query_range", 1);

    private final String words;
    private final String request;
    private final int passing;

    Place(String words, String request, int passing) {
      this.words = words;
      this.request = request;
      this.passing = passing;
    }
  }

  private static final String CLUSTER_PATH = "/select/0/prometheus";
  private static final int STEP_SECONDS = 15;
  private static final Map<Way, ReliabilityTable> TABLES = new EnumMap<>(Way.class);

  @TempDir private static Path serverFolder;
  private static VmServer single;
  private static FaultySource singleSource;
  private static FaultySource clusterSource;
  private static Map<FaultySource, SampleSet> queried = new HashMap<>();

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    single = VmServer.start(serverFolder);
    singleSource = FaultySource.in(single);
    clusterSource = FaultySource.in(TestServers.server("TENANT0"));
    queried.put(singleSource, byQueries(singleSource, single.url(), "", folder));
    queried.put(
        clusterSource,
        byQueries(clusterSource, TestServers.to("CLUSTER").url(), CLUSTER_PATH, folder));
    for (Way way : Way.values()) {
      List<String> places = Arrays.stream(Place.values()).map(place -> place.words).toList();
      TABLES.put(
          way, new ReliabilityTable("Export from " + way.words, "The source's answer …", places));
    }
  }

  /** What the fallback makes of the source's samples when nothing disturbs it. */
  private static SampleSet byQueries(FaultySource source, String url, String path, Path folder)
      throws IOException {
    try (WithoutExport front = WithoutExport.before(url, Integer.MAX_VALUE)) {
      Wish wish = source.wish(front.url() + path).step(STEP_SECONDS).hide(null);
      return new Exports(folder.resolve(UUID.randomUUID().toString())).make(wish).samples();
    }
  }

  @AfterAll
  static void tablesAreDocumented() {
    single.close();
    TABLES.values().forEach(ReliabilityTable::write);
    TABLES.values().forEach(ReliabilityTable::assertDocumented);
  }

  /** All, or each fault once, with places and ways taking turns. */
  static Stream<Arguments> cells() {
    return Stream.of(Way.values())
        .flatMap(
            way ->
                Stream.of(Faults.values())
                    .flatMap(
                        fault ->
                            Stream.of(Place.values())
                                .filter(place -> may(way, fault, place))
                                .filter(
                                    place ->
                                        ReliabilityTable.wanted(fault)
                                            || inShort(way, fault, place))
                                .map(place -> Arguments.of(way, fault, place))));
  }

  /** A changed byte is seen where a checksum is: in compressed answers, and an export's is long. */
  private static boolean may(Way way, Faults fault, Place place) {
    return fault != Faults.CHANGED
        || (way == Way.COMPRESSED && (place == Place.FIRST_FETCH || place == Place.LATER_FETCH));
  }

  private static boolean inShort(Way way, Faults fault, Place place) {
    return fault == Faults.CHANGED
        ? place == Place.FIRST_FETCH
        : ReliabilityTable.turn(fault, way, place);
  }

  @ParameterizedTest(name = "{0} {1} at {2}")
  @MethodSource("cells")
  void endsExactOrResumes(Way way, Faults fault, Place place) throws Exception {
    String once = outcome(way, fault, place, 1);
    String lasting = outcome(way, fault, place, Integer.MAX_VALUE);
    TABLES.get(way).add(fault.words(), place.words, once + " / " + lasting);
  }

  private String outcome(Way way, Faults fault, Place place, int times) throws Exception {
    FaultySource source = way == Way.CLUSTER ? clusterSource : singleSource;
    SampleSet expected = place == Place.FALLBACK ? queried.get(source) : source.samples();
    String upstream = way == Way.CLUSTER ? TestServers.to("CLUSTER").url() : single.url();
    try (WithoutExport front = WithoutExport.before(upstream, Integer.MAX_VALUE);
        FaultProxy proxy =
            FaultProxy.before(port(place == Place.FALLBACK ? front.url() : upstream))) {
      proxy.at(request -> request.contains(place.request)).passing(place.passing);
      fault.spoil(proxy, times);
      String job = UUID.randomUUID().toString().replace("-", "");
      ExportRun run =
          ExportRun.resumable(
              job,
              source
                  .wish(url(way, proxy.port()))
                  .step(place == Place.FALLBACK ? STEP_SECONDS : 0)
                  .config(),
              settings(),
              new Dictionary(),
              SealKey.random());
      String outcome;
      try {
        assertExact(run, expected);
        outcome = "exact";
      } catch (GatherException failure) {
        assertClear(failure);
        proxy.spoil(0, 0, FaultProxy.RESET);
        resumed(run, expected);
        outcome = "resumes";
      }
      assertThat(proxy.wasHit()).isTrue();
      return outcome;
    }
  }

  private void resumed(ExportRun failed, SampleSet expected) {
    if (failed.resumable()) {
      assertExact(ExportRun.resume(failed.ticket(), null, settings(), null), expected);
    } else {
      assertExact(
          ExportRun.resumable(
              UUID.randomUUID().toString().replace("-", ""),
              failed.config(),
              settings(),
              failed.dictionary(),
              SealKey.random()),
          expected);
    }
  }

  /** Tokens read back, and nothing of a failed attempt in it. */
  private static void assertExact(ExportRun run, SampleSet expected) {
    Exports.Bundle bundle = Exports.open(run.toBundle().bundle().orElseThrow().path());
    new ResumedBundle(bundle, run.dictionary()).assertHolds(expected);
  }

  private static void assertClear(GatherException failure) {
    assertThat(failure.code().name()).as("%s", failure).isNotEqualTo("INTERNAL");
    assertThat(failure.hint()).as("next step of: %s", failure).isPresent();
    assertThat(failure.getMessage())
        .as("side")
        .containsAnyOf("127.0.0.1:", "source.test:", "the source");
  }

  private static String url(Way way, int port) {
    String host = way == Way.COMPRESSED ? "source.test" : "127.0.0.1";
    return "http://" + host + ":" + port + (way == Way.CLUSTER ? CLUSTER_PATH : "");
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }

  private ExportSettings settings() {
    return new ExportSettings(
        folder.resolve("bundles"),
        folder.resolve("staging"),
        "test",
        ExportSettings.DEFAULT_LINE_BYTES,
        new VmClient.Settings(
            new Timeouts(Duration.ofSeconds(2), Faults.PATIENCE, Faults.PATIENCE),
            RetryPolicy.of(3, Duration.ofMillis(5), Duration.ofMillis(20)),
            host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
            Certificates.NONE,
            OutgoingProxy.NONE),
        new Hurried());
  }
}
