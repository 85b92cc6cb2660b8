package io.vmgather.importer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.ReliabilityTable;
import io.vmgather.VmServer;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.importer.job.Arrived;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportSettings;
import io.vmgather.importer.read.ReadLimits;
import io.vmgather.importer.verify.VerificationReport;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Faults;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target that fails in any way, at any place, ends with every sample in it and found, or in a
 * clear error behind which the import resumes to the same.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Apart
class ImportFaultsIT {
  private static final Owner ANNA = Owner.user("anna");
  private static final long START = 1_772_607_600_000L;
  private static final int SERIES = 200;
  private static final int SAMPLES = 500;

  /** How the target is reached; compressed as every target is that is not on this machine. */
  enum Way {
    SINGLE("a single node"),
    COMPRESSED("a single node, compressed"),
    CLUSTER("a cluster's paths");

    private final String words;

    Way(String words) {
      this.words = words;
    }
  }

  /** The requests of an import; the first one to its route is an import of nothing. */
  enum Place {
    CONNECTION("connection", "query=now()", 0, false),
    LIMITS("limits", "/metrics", 0, false),
    ROUTE("route", "/api/v1/import", 0, true),
    FIRST_CHUNK("first chunk", "/api/v1/import", 1, true),
    THIRD_CHUNK("third chunk", "/api/v1/import", 3, true),
    COUNT("verification", "/api/v1/export", 0, false);

    private final String words;
    private final String request;
    private final int passing;
    private final boolean empty;

    Place(String words, String request, int passing, boolean empty) {
      this.words = words;
      this.request = request;
      this.passing = passing;
      this.empty = empty;
    }

    /**
     * An answer without a body has no length to lie about. A changed byte is seen where a checksum
     * is: in compressed answers that are long enough.
     */
    boolean may(Way way, Faults fault) {
      return switch (fault) {
        case TOO_LONG, TOO_SHORT -> !empty;
        case CHANGED -> way == Way.COMPRESSED && (this == LIMITS || this == COUNT);
        default -> true;
      };
    }
  }

  private static final Map<Way, ReliabilityTable> TABLES = new EnumMap<>(Way.class);

  @TempDir private static Path serverFolder;
  private static VmServer single;
  private static VmServer tenant;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    single = VmServer.start(serverFolder);
    tenant = TestServers.server("TENANT0");
    for (Way way : Way.values()) {
      List<String> places = Arrays.stream(Place.values()).map(place -> place.words).toList();
      TABLES.put(
          way, new ReliabilityTable("Import into " + way.words, "The target's answer …", places));
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
                                .filter(place -> place.may(way, fault))
                                .filter(
                                    place ->
                                        ReliabilityTable.wanted(fault)
                                            || ReliabilityTable.turn(fault, way, place))
                                .map(place -> Arguments.of(way, fault, place))));
  }

  @ParameterizedTest(name = "{0} {1} at {2}")
  @MethodSource("cells")
  void endsExactOrResumes(Way way, Faults fault, Place place) throws Exception {
    String once = outcome(way, fault, place, 1);
    String lasting = outcome(way, fault, place, Integer.MAX_VALUE);
    TABLES.get(way).add(fault.words(), place.words, once + " / " + lasting);
  }

  private String outcome(Way way, Faults fault, Place place, int times) throws Exception {
    String upstream = way == Way.CLUSTER ? TestServers.to("CLUSTER").url() : single.url();
    VmServer target = way == Way.CLUSTER ? tenant : single;
    String run = UUID.randomUUID().toString();
    byte[] lines = lines(run);
    try (FaultProxy proxy = FaultProxy.before(URI.create(upstream).getPort());
        ImportService service = service(folder.resolve(run))) {
      proxy.at(request -> request.contains(place.request)).passing(place.passing);
      fault.spoil(proxy, times, place.empty);
      Upload upload =
          service.uploads().receive(ANNA, "x.jsonl", new ByteArrayInputStream(lines), lines.length);
      ImportConfig config = ImportConfig.to(url(way, proxy.port()));
      String id = service.jobs().start(ANNA, config, upload.id()).id();
      JobSnapshot ended = ended(service, id, target);
      String outcome = "exact";
      if (ended.state() != JobState.COMPLETED) {
        assertClear(ended.failure().orElseThrow());
        proxy.spoil(0, 0, FaultProxy.RESET);
        service.jobs().resume(ANNA, id, null);
        ended = ended(service, id, target);
        outcome = "resumes";
      }
      assertThat(ended.state()).as("%s", ended.failure()).isEqualTo(JobState.COMPLETED);
      if (!counted(ended)) {
        assertThat(ended.verification().orElseThrow().message()).contains("can't be");
        proxy.spoil(0, 0, FaultProxy.RESET);
        service.jobs().verify(ANNA, id, null);
        ended = ended(service, id, target);
        assertThat(ended.state()).as("%s", ended.failure()).isEqualTo(JobState.COMPLETED);
        outcome = "counts again";
      }
      assertThat(ended.verification()).get().matches(VerificationReport::verified);
      assertArrived(target, run, lines);
      assertThat(proxy.wasHit()).isTrue();
      return outcome;
    }
  }

  private static boolean counted(JobSnapshot ended) {
    return ended.verification().orElseThrow().verified();
  }

  /** A chunk that was sent twice does no harm, so what is there twice is taken once. */
  private static void assertArrived(VmServer target, String run, byte[] lines) {
    String stored = target.export("{run=\"" + run + "\"}", START - 1, START + SAMPLES * 15_000L);
    SampleSet found = SampleSet.ofLines(stored);
    Arrived.sameSamples(
        SampleSet.of(found.samples().stream().distinct().toList()),
        SampleSet.ofLines(new String(lines, StandardCharsets.UTF_8)));
  }

  private static JobSnapshot ended(ImportService service, String id, VmServer target)
      throws InterruptedException {
    while (!service.jobs().status(ANNA, id).state().ended()) {
      // Else new samples are searchable only after some seconds.
      target.flush();
      Thread.sleep(20);
    }
    return service.jobs().status(ANNA, id);
  }

  private static void assertClear(GatherException failure) {
    assertThat(failure.code().name()).as("%s", failure).isNotEqualTo("INTERNAL");
    assertThat(failure.hint()).as("next step of: %s", failure).isPresent();
    assertThat(failure.getMessage())
        .as("side")
        .containsAnyOf("127.0.0.1:", "target.test:", "the target");
  }

  private static String url(Way way, int port) {
    String host = way == Way.COMPRESSED ? "target.test" : "127.0.0.1";
    return "http://" + host + ":" + port + (way == Way.CLUSTER ? "/insert/0/prometheus" : "");
  }

  private static byte[] lines(String run) {
    String stamps =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> Long.toString(START + i * 15_000L))
            .collect(Collectors.joining(","));
    return IntStream.range(0, SERIES)
        .mapToObj(
            series ->
                "{\"metric\":{\"__name__\":\"faults_%1$s\",\"run\":\"%s\",\"i\":\"%d\"},\"values\":[%s],\"timestamps\":[%s]}\n"
                    .formatted(
                        run,
                        series,
                        IntStream.range(0, SAMPLES)
                            .mapToObj(i -> (series * i % 977) / 8.0 + "")
                            .collect(Collectors.joining(",")),
                        stamps))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ImportService service(Path folder) {
    RetryPolicy quick = RetryPolicy.of(3, Duration.ofMillis(5), Duration.ofMillis(20));
    return TestImports.service(
        folder,
        new ImportSettings(ReadLimits.defaults(), Clock.systemUTC(), quick),
        new VmClient.Settings(
            new Timeouts(Duration.ofSeconds(2), Faults.PATIENCE, Faults.PATIENCE),
            quick,
            host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
            Certificates.NONE,
            OutgoingProxy.NONE),
        1L << 30,
        1L << 31);
  }
}
