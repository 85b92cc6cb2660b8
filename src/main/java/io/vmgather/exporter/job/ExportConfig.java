package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;

/**
 * What a client asks for, as it stands on the wire (snake_case JSON). Everything but the connection
 * and the time range may be missing; lists are never null here.
 *
 * @param connection required: where and how
 * @param timeRange required: when
 * @param components only these; empty with empty {@code jobs}: all VictoriaMetrics components
 * @param jobs only these
 * @param mode {@code cluster} (default) or {@code custom}
 * @param queryType {@code selector} or {@code metricsql}; empty: told from the query
 * @param query in {@code custom} mode: the selector or expression
 * @param obfuscation what to hide; nothing when it is missing
 * @param batching how the range is cut; by its length when this is missing
 * @param stagingDir folder for the growing archive; empty for the default
 * @param metricStepSeconds 0: raw samples; else one sample a step
 * @param outputSettings the archive's name
 */
public record ExportConfig(
    Connection connection,
    TimeRange timeRange,
    List<String> components,
    List<String> jobs,
    String mode,
    String queryType,
    String query,
    Obfuscation obfuscation,
    Batching batching,
    String stagingDir,
    long metricStepSeconds,
    OutputSettings outputSettings) {

  public ExportConfig {
    if (connection == null) {
      throw missing("connection", "Give at least {\"connection\":{\"url\":\"http://…\"}}.");
    }
    if (timeRange == null) {
      throw missing("time_range", "Give time_range.start and time_range.end in RFC 3339.");
    }
    components = copy(components);
    jobs = copy(jobs);
    obfuscation = Objects.requireNonNullElse(obfuscation, Obfuscation.OFF);
    batching = Objects.requireNonNullElse(batching, Batching.AUTOMATIC);
    outputSettings = Objects.requireNonNullElse(outputSettings, OutputSettings.DEFAULT);
    mode = oneOf("mode", mode, query == null || query.isBlank() ? "cluster" : "custom", MODES);
    queryType = oneOf("query_type", queryType, "", QUERY_TYPES);
    if (metricStepSeconds < 0 || metricStepSeconds > LONGEST_STEP_SECONDS) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              "a metric step of "
                  + metricStepSeconds
                  + " s is not within 0 and "
                  + LONGEST_STEP_SECONDS
                  + " s")
          .hint("Give whole seconds, or 0 for raw samples.")
          .at("metric_step_seconds");
    }
  }

  private static final long LONGEST_STEP_SECONDS = 366 * 24 * 60 * 60;
  private static final List<String> MODES = List.of("cluster", "custom");
  private static final List<String> QUERY_TYPES = List.of("selector", "metricsql");

  /** The same with another connection. */
  public ExportConfig at(Connection other) {
    return new ExportConfig(
        other,
        timeRange,
        components,
        jobs,
        mode,
        queryType,
        query,
        obfuscation,
        batching,
        stagingDir,
        metricStepSeconds,
        outputSettings);
  }

  public boolean custom() {
    return "custom".equals(mode);
  }

  /**
   * A range of time in RFC 3339 with any offset.
   *
   * @param start required: inside
   * @param end required: outside
   */
  public record TimeRange(String start, String end) {
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2262; // VictoriaMetrics counts nanoseconds in 64 bits

    public TimeWindow window() {
      return TimeWindow.of(startInstant(), instant(end, "end"));
    }

    public Instant startInstant() {
      return instant(start, "start");
    }

    private static Instant instant(String text, String name) {
      try {
        OffsetDateTime time = OffsetDateTime.parse(Objects.requireNonNullElse(text, ""));
        if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
          throw new GatherException(
                  ErrorCode.INVALID_INPUT, "the year " + time.getYear() + " holds no samples")
              .hint("Give a time from " + FIRST_YEAR + " to " + LAST_YEAR + ".")
              .at("time_range." + name);
        }
        return time.toInstant();
      } catch (DateTimeParseException e) {
        throw new GatherException(
                ErrorCode.INVALID_INPUT, shown(text) + " is not a time in RFC 3339", e)
            .hint("Write it like 2026-11-22T10:00:00Z.")
            .at("time_range." + name);
      }
    }
  }

  private static String shown(String text) {
    if (text == null) {
      return "nothing";
    }
    return "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
  }

  /**
   * What to hide. {@code preserve_structure} is accepted and always on: ports and components are
   * kept, since two series must not become one.
   *
   * @param enabled whether anything is hidden
   * @param obfuscateInstance whether instances are
   * @param obfuscateJob whether jobs are
   * @param preserveStructure accepted; always on
   * @param customLabels further labels to hide
   * @param dropLabels labels to leave out, hidden or not; {@code __name__} can't be. Series that
   *     differ in nothing else become one
   */
  public record Obfuscation(
      boolean enabled,
      boolean obfuscateInstance,
      boolean obfuscateJob,
      boolean preserveStructure,
      List<String> customLabels,
      List<String> dropLabels) {
    static final Obfuscation OFF = new Obfuscation(false, false, false, true, List.of(), List.of());

    public Obfuscation {
      customLabels = copy(customLabels);
      dropLabels = copy(dropLabels);
    }
  }

  /**
   * How the range is cut.
   *
   * @param enabled null or true: batches; false: one batch
   * @param strategy {@code auto} or {@code custom}
   * @param customIntervalSeconds length of a batch, 30 to 86,400; 0: automatic
   */
  public record Batching(Boolean enabled, String strategy, long customIntervalSeconds) {
    static final Batching AUTOMATIC = new Batching(true, "auto", 0);

    public Batching {
      enabled = enabled == null || enabled;
      strategy = oneOf("batching.strategy", strategy, "auto", List.of("auto", "custom"));
    }
  }

  /**
   * Only the archive's name has a meaning; format and compression are what the bundle is.
   *
   * @param format accepted
   * @param compression accepted
   * @param archiveName how the archive is called; empty for the default
   */
  public record OutputSettings(String format, String compression, String archiveName) {
    static final OutputSettings DEFAULT = new OutputSettings("jsonl", "zip", "");
  }

  private static String oneOf(String field, String value, String fallback, List<String> allowed) {
    if (value == null || value.isEmpty()) {
      return fallback;
    }
    if (!allowed.contains(value)) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "unknown " + field + " \"" + value + "\"")
          .hint("Use one of: " + String.join(", ", allowed) + ".")
          .at(field);
    }
    return value;
  }

  private static GatherException missing(String field, String hint) {
    return new GatherException(ErrorCode.INVALID_INPUT, field + " is missing").hint(hint).at(field);
  }

  private static List<String> copy(List<String> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }
}
