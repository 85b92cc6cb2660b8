package io.vmgather.common.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Where events go: one line of JSON each, to a file or to the server's log. Any thread; two
 * applications may share a file, and another program may move it away at any time.
 */
public final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.vmgather.audit");
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .build());

  private final Optional<Path> file;
  private final boolean wanted;
  private final Clock clock;

  private AuditLog(Optional<Path> file, boolean wanted, Clock clock) {
    this.file = file;
    this.wanted = wanted;
    this.clock = clock;
  }

  /**
   * As the settings say. On a person's own machine nothing is written unless a file is named.
   *
   * @throws GatherException FILE_ACCESS for a file that can't be written
   */
  public static AuditLog of(Settings settings, Clock clock) {
    Optional<Path> file =
        Optional.of(settings.get(IdentitySetting.AUDIT_FILE))
            .filter(name -> !name.isEmpty())
            .map(Path::of);
    AuditLog log = new AuditLog(file, file.isPresent() || !settings.local(), clock);
    try {
      log.append("");
    } catch (IOException e) {
      throw new GatherException(
              ErrorCode.FILE_ACCESS, "The audit log " + file.orElseThrow() + " can't be written", e)
          .hint(
              "Set "
                  + IdentitySetting.AUDIT_FILE.name()
                  + " to a file that this program may write.");
    }
    return log;
  }

  /** Writes it down. When the file can't be written, the line goes to the server's log instead. */
  public void record(AuditEvent event) {
    if (!wanted) {
      return;
    }
    String line = line(event);
    if (file.isEmpty()) {
      LOG.info(line);
      return;
    }
    try {
      append(line + "\n");
    } catch (IOException e) {
      LOG.error("{} can't be written ({}): {}", file.get(), e.getClass().getSimpleName(), line);
    }
  }

  /** Opened for each line: who moved the file away gets a new one. */
  private void append(String text) throws IOException {
    if (file.isPresent()) {
      Files.write(
          file.get(),
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private String line(AuditEvent event) {
    ObjectNode line = JSON.createObjectNode();
    line.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("action", event.action());
    line.put("user", event.who().name());
    line.put("request_id", MDC.get("request_id"));
    event.details().forEach((name, value) -> line.set(name, JSON.valueToTree(value)));
    try {
      // Within JSON they are signs like others; who reads lines takes them for an end.
      return JSON.writeValueAsString(line)
          .replace("\u0085", "\\u0085")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
