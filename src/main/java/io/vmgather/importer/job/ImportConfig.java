package io.vmgather.importer.job;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.OAuth2;
import io.vmgather.importer.plan.PlanSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a client wants imported, where to and how. Absent texts are empty.
 *
 * @param endpoint required: any address of the target, for inserting or for selecting
 * @param selectEndpoint an address for queries when it can't be derived from the other
 * @param tenantId {@code accountID} or {@code accountID:projectID}
 * @param authType {@code none}, {@code basic}, {@code bearer}, {@code header} or {@code oauth2}
 * @param username of basic sign-in
 * @param password of basic sign-in, or the bearer token
 * @param customHeaderName of sign-in by header
 * @param customHeaderValue of sign-in by header
 * @param oauth2 of sign-in by OAuth2
 * @param skipTlsVerify whether any certificate is accepted
 * @param tls certificates beside those of the system
 * @param metricStepSeconds one sample a step is kept; 0 for all
 * @param batchWindowSeconds accepted for old clients
 * @param dropOld whether samples that the target would not keep are left out
 * @param timeShiftMs is added to each timestamp
 * @param maxLabelsOverride labels of a series; 0 for what the target says
 * @param dropLabels labels to leave out; not the name, {@code job} or {@code instance}
 * @param samplesPerSecond at most; 0 for no limit
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImportConfig(
    @JsonProperty("endpoint") String endpoint,
    @JsonProperty("select_endpoint") String selectEndpoint,
    @JsonProperty("tenant_id") String tenantId,
    @JsonProperty("auth_type") String authType,
    @JsonProperty("username") String username,
    @JsonProperty("password") String password,
    @JsonProperty("custom_header_name") String customHeaderName,
    @JsonProperty("custom_header_value") String customHeaderValue,
    @JsonProperty("oauth2") OAuth2 oauth2,
    @JsonProperty("skip_tls_verify") boolean skipTlsVerify,
    @JsonProperty("tls") Certificates tls,
    @JsonProperty("metric_step_seconds") long metricStepSeconds,
    @JsonProperty("batch_window_seconds") long batchWindowSeconds,
    @JsonProperty("drop_old") boolean dropOld,
    @JsonProperty("time_shift_ms") long timeShiftMs,
    @JsonProperty("max_labels_override") int maxLabelsOverride,
    @JsonProperty("drop_labels") List<String> dropLabels,
    @JsonProperty("samples_per_second") long samplesPerSecond) {
  private static final long LONGEST_STEP_SECONDS = Duration.ofDays(366).toSeconds();

  // No VictoriaMetrics keeps more; and sums with timestamps can't overflow.
  private static final long LONGEST_SHIFT_MILLIS = Duration.ofDays(36_525).toMillis();

  public ImportConfig {
    endpoint = stripped(endpoint);
    selectEndpoint = stripped(selectEndpoint);
    tenantId = stripped(tenantId);
    authType =
        authType == null || authType.isBlank()
            ? "none"
            : stripped(authType).toLowerCase(Locale.ROOT);
    username = Objects.requireNonNullElse(username, "");
    password = Objects.requireNonNullElse(password, "");
    customHeaderName = stripped(customHeaderName);
    customHeaderValue = Objects.requireNonNullElse(customHeaderValue, "");
    oauth2 = oauth2 == null ? OAuth2.NONE : oauth2;
    tls = tls == null ? Certificates.NONE : tls;
    dropLabels =
        dropLabels == null ? List.of() : dropLabels.stream().filter(Objects::nonNull).toList();
  }

  /** With the system's certificates only, and no sign-in by OAuth2. */
  public ImportConfig(
      String endpoint,
      String selectEndpoint,
      String tenantId,
      String authType,
      String username,
      String password,
      String customHeaderName,
      String customHeaderValue,
      boolean skipTlsVerify,
      long metricStepSeconds,
      long batchWindowSeconds,
      boolean dropOld,
      long timeShiftMs,
      int maxLabelsOverride,
      List<String> dropLabels,
      long samplesPerSecond) {
    this(
        endpoint,
        selectEndpoint,
        tenantId,
        authType,
        username,
        password,
        customHeaderName,
        customHeaderValue,
        OAuth2.NONE,
        skipTlsVerify,
        Certificates.NONE,
        metricStepSeconds,
        batchWindowSeconds,
        dropOld,
        timeShiftMs,
        maxLabelsOverride,
        dropLabels,
        samplesPerSecond);
  }

  /** Only where to, without sign-in. */
  public static ImportConfig to(String endpoint) {
    return new ImportConfig(
        endpoint, "", "", "none", "", "", "", "", false, 0, 0, false, 0, 0, List.of(), 0);
  }

  /**
   * This, when an import can be made with it.
   *
   * @throws GatherException INVALID_INPUT at the field that is wrong
   */
  public ImportConfig checked() {
    if (endpoint.isEmpty()) {
      throw refused("endpoint", "The address of the target is missing");
    }
    dropLabels.stream()
        .filter(PlanSettings.PROTECTED_LABELS::contains)
        .findFirst()
        .ifPresent(
            label -> {
              throw refused("drop_labels", "The label " + label + " can't be left out");
            });
    requireNotNegative("metric_step_seconds", metricStepSeconds);
    requireNotNegative("max_labels_override", maxLabelsOverride);
    requireNotNegative("samples_per_second", samplesPerSecond);
    if (metricStepSeconds > LONGEST_STEP_SECONDS) {
      throw refused("metric_step_seconds", "A step is at most 366 days long");
    }
    if (timeShiftMs < -LONGEST_SHIFT_MILLIS || timeShiftMs > LONGEST_SHIFT_MILLIS) {
      throw refused("time_shift_ms", "A shift is at most 100 years long");
    }
    return this;
  }

  private static void requireNotNegative(String field, long value) {
    if (value < 0) {
      throw refused(field, "Steps, limits and rates are not negative");
    }
  }

  /** Whether something of it is lost by {@link #withoutSecrets}. */
  public boolean signsIn() {
    return !authType.equals("none")
        || endpoint.contains("@")
        || selectEndpoint.contains("@")
        || !tls.equals(Certificates.NONE);
  }

  /** The same in the form that clients of VictoriaMetrics take. */
  public Connection connection() {
    Auth auth =
        switch (authType) {
          case "bearer" -> Auth.bearer(password);
          case "header", "custom" -> Auth.header(customHeaderName, customHeaderValue);
          case "basic" -> Auth.basic(username, password);
          case "oauth2" -> Auth.oauth2(oauth2);
          default -> new Auth(authType, "", "", "", "", "");
        };
    return new Connection(endpoint, "", tenantId, false, "", auth, skipTlsVerify, tls, false);
  }

  /** What may be shown and kept. */
  public ImportConfig withoutSecrets() {
    return withSignIn(
        Connection.to(endpoint).withoutSecrets().url(),
        Connection.to(selectEndpoint).withoutSecrets().url(),
        username,
        "",
        "");
  }

  /**
   * This with the sign-in of another for the same target.
   *
   * @throws GatherException INVALID_INPUT when it names another target
   */
  public ImportConfig signedInAs(ImportConfig other) {
    ImportConfig shown = other.withoutSecrets();
    ImportConfig own = withoutSecrets();
    if (!shown.endpoint().equals(own.endpoint()) || !shown.tenantId().equals(own.tenantId())) {
      throw refused("endpoint", "This is another target than the import's");
    }
    return new ImportConfig(
        other.endpoint,
        other.selectEndpoint.isEmpty() ? selectEndpoint : other.selectEndpoint,
        tenantId,
        other.authType,
        other.username,
        other.password,
        other.customHeaderName,
        other.customHeaderValue,
        other.oauth2,
        other.skipTlsVerify,
        other.tls,
        metricStepSeconds,
        batchWindowSeconds,
        dropOld,
        timeShiftMs,
        maxLabelsOverride,
        dropLabels,
        samplesPerSecond);
  }

  private ImportConfig withSignIn(
      String at, String selectAt, String user, String secret, String headerValue) {
    return new ImportConfig(
        at,
        selectAt,
        tenantId,
        authType,
        user,
        secret,
        customHeaderName,
        headerValue,
        oauth2.withoutSecrets(),
        skipTlsVerify,
        Certificates.NONE,
        metricStepSeconds,
        batchWindowSeconds,
        dropOld,
        timeShiftMs,
        maxLabelsOverride,
        dropLabels,
        samplesPerSecond);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "ImportConfig[" + connection() + "]";
  }

  private static String stripped(String text) {
    return text == null ? "" : text.strip();
  }

  private static GatherException refused(String field, String why) {
    return new GatherException(ErrorCode.INVALID_INPUT, why).at(field);
  }
}
