package io.vmgather.common.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void eventIsOneLineOfJson() throws IOException {
    log()
        .record(
            AuditEvent.of("export.started", Owner.user("anna"))
                .with("target", "vm:8428")
                .with("nothing", null)
                .with("jobs", List.of("a", "b")));
    JsonNode line = new ObjectMapper().readTree(Files.readString(file()));
    assertThat(line.toString())
        .isEqualTo(
            "{\"time\":\"2026-01-02T12:00:00Z\",\"action\":\"export.started\",\"user\":\"anna\","
                + "\"request_id\":null,\"target\":\"vm:8428\",\"jobs\":[\"a\",\"b\"]}");
  }

  @Test
  void nothingThatSomebodySentBeginsALine() throws IOException {
    String selector = "{a=\"1\r\n{\\\"action\\\":\\\"forged\\\"}\n\u2028x\u2029y\u0085z\"}";
    log().record(AuditEvent.of("export.started", Owner.user("a")).with("selector", selector));
    String text = Files.readString(file());
    assertThat(text.lines()).hasSize(1);
    assertThat(text.strip().chars()).noneMatch(Character::isISOControl);
    assertThat(text).doesNotContain("\u2028", "\u2029");
    assertThat(new ObjectMapper().readTree(text).at("/selector").asText()).isEqualTo(selector);
  }

  @Test
  void linesAreAddedAndAFileThatWasMovedAwayIsMadeAgain() throws IOException {
    AuditLog log = log();
    log.record(AuditEvent.of("one", Owner.ANONYMOUS));
    log().record(AuditEvent.of("two", Owner.ANONYMOUS));
    Files.move(file(), folder.resolve("audit.1"));
    log.record(AuditEvent.of("three", Owner.ANONYMOUS));
    assertThat(Files.readAllLines(folder.resolve("audit.1"))).hasSize(2);
    assertThat(Files.readAllLines(file())).hasSize(1).first().asString().contains("three");
  }

  @Test
  void linesOfManyThreadsStayWhole() throws IOException {
    AuditLog log = log();
    String text = "x".repeat(5_000);
    IntStream.range(0, 400)
        .parallel()
        .forEach(i -> log.record(AuditEvent.of("e" + i, Owner.ANONYMOUS).with("text", text)));
    List<String> lines = Files.readAllLines(file(), StandardCharsets.UTF_8);
    assertThat(lines).hasSize(400).allSatisfy(line -> new ObjectMapper().readTree(line));
  }

  @Test
  void fileThatCannotBeWrittenStopsTheStart() {
    Settings settings = settings(Map.of("vmgather.audit.file", folder.toString()));
    GatherException refusal =
        assertThrows(GatherException.class, () -> AuditLog.of(settings, NOON));
    assertThat(refusal.code()).isEqualTo(ErrorCode.FILE_ACCESS);
  }

  private AuditLog log() {
    return AuditLog.of(settings(Map.of("vmgather.audit.file", file().toString())), NOON);
  }

  private Path file() {
    return folder.resolve("audit.log");
  }

  private static Settings settings(Map<String, String> texts) {
    return Settings.read(SettingSource.of("given", texts));
  }
}
