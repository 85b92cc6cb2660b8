package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same through the command line of the jar. */
class JarPrivacyIT {
  private static final long LENGTH = 600_000;

  @TempDir private Path folder;

  @BeforeAll
  static void store() {
    AwkwardData.store(TestServers.server("SINGLE"), TestServers.RUN, LENGTH);
  }

  @Test
  void decodeReadsEachTokenOfAnExportBack() throws Exception {
    Path map = folder.resolve("map.json");
    run("export", "--map", map.toString(), "--output", folder.toString());
    Path bundle;
    try (var files = Files.list(folder)) {
      bundle = files.filter(file -> file.toString().endsWith(".zip")).findFirst().orElseThrow();
    }
    Exports.Bundle made = Exports.open(bundle);
    Privacy.assertHoldsNone(made, List.of("10.20.0.1", "host-a.corp", "2001:db8::7", "хост-б"));
    Set<String> tokens = new TreeSet<>();
    made.samples().bySeries().keySet().forEach(l -> tokens.add(l.getOrDefault("instance", "")));
    tokens.remove("");
    List<String> decode = new ArrayList<>(List.of("decode", bundle.toString(), "--map"));
    decode.add(map.toString());
    decode.addAll(tokens);
    assertThat(vmgather(decode).lines().map(line -> line.replaceFirst("^\\S+ +", "")))
        .containsExactlyInAnyOrder(
            "2001:db8::7:9100",
            "10.20.0.11:9100",
            "10.20.0.11:9256",
            "host-a.corp",
            "host-a.corp:1",
            "host-b.corp:1",
            "хост-б.corp:80",
            "c.corp:1");
  }

  @Test
  void standardOutputCarriesTheVerySamples() throws Exception {
    String lines = run("export", "--export-stdout", "--no-obfuscation", "--batch", "47s");
    String expected =
        TestServers.server("SINGLE").export(TestServers.ALL, START + 1, START + LENGTH);
    SampleSet.ofLines(lines).assertSameAs(SampleSet.ofLines(expected));
  }

  private String run(String command, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--url", TestServers.to("SINGLE").url()));
    arguments.addAll(List.of("--selector", TestServers.ALL));
    arguments.addAll(List.of("--start", Instant.ofEpochMilli(START + 1).toString()));
    arguments.addAll(List.of("--end", Instant.ofEpochMilli(START + LENGTH).toString()));
    arguments.addAll(List.of(more));
    return vmgather(arguments);
  }

  /** What it writes to standard output. */
  private String vmgather(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(Path.of(System.getProperty("build.directory"), "vmgather.jar").toString());
    command.addAll(arguments);
    Path errors = folder.resolve("errors.txt");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
