package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.job.Exports.Wish;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyHostsIT {
  private static final int HOSTS = 100_000;

  @TempDir private Path serverFolder;
  @TempDir private Path folder;

  @Test
  void hundredThousandHostsStayHundredThousand() {
    StringBuilder lines = new StringBuilder();
    for (int host = 0; host < HOSTS; host++) {
      lines
          .append("{\"metric\":{\"__name__\":\"up\",\"job\":\"fleet\",\"instance\":\"host-")
          .append(host)
          .append(".fleet.example:9100\"},\"values\":[1],\"timestamps\":[")
          .append(START)
          .append("]}\n");
    }
    try (VmServer server = VmServer.start(serverFolder)) {
      server.store(lines.toString());
      TimeWindow window = new TimeWindow(START, START + 600_000);
      Exports.Bundle bundle =
          new Exports(folder)
              .make(Wish.selector(server.url(), "up", window).hide(Exports.hiding()));
      String metrics = bundle.metrics();
      Set<String> tokens = new HashSet<>();
      metrics.lines().forEach(line -> tokens.add(instance(line)));
      assertThat(tokens).hasSize(HOSTS).allMatch(t -> t.matches("777\\.777\\.\\d+\\.\\d+:9100"));
      assertThat(bundle.outcome().samples()).isEqualTo(HOSTS);
      assertThat(bundle.outcome().series()).isEqualTo(HOSTS);
      assertThat(metrics).doesNotContain("fleet");
      assertThat(bundle.text("metadata.json")).doesNotContain("fleet");
    }
  }

  private static String instance(String line) {
    String before = "\"instance\":\"";
    int start = line.indexOf(before) + before.length();
    return line.substring(start, line.indexOf('"', start));
  }
}
