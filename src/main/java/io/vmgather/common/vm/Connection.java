package io.vmgather.common.vm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a VictoriaMetrics is and how to sign in: the {@code connection} of the wire contract.
 * Absent texts are empty. What is answered holds no password, token or header value.
 *
 * @param url required: an address in any form that a person has at hand; may hold {@code
 *     user:password@}
 * @param apiBasePath path in front of {@code /api/v1/…}, tried before all others; may be empty
 * @param tenantId {@code accountID}, {@code accountID:projectID}, {@code multitenant} or empty
 * @param isMultitenant whether {@code url} is a cluster's; without a tenant all tenants are read
 * @param fullApiUrl address of the API as an earlier check resolved it; may be empty
 * @param auth how to sign in
 * @param skipTlsVerify whether any certificate is accepted, on this connection only
 * @param tls certificates beside those of the system, on this connection only
 * @param debug accepted for old clients
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Connection(
    @JsonProperty("url") String url,
    @JsonProperty("api_base_path") String apiBasePath,
    @JsonProperty("tenant_id") String tenantId,
    @JsonProperty("is_multitenant") boolean isMultitenant,
    @JsonProperty("full_api_url") String fullApiUrl,
    @JsonProperty("auth") Auth auth,
    @JsonProperty("skip_tls_verify") boolean skipTlsVerify,
    @JsonProperty("tls") Certificates tls,
    @JsonProperty("debug") boolean debug) {
  public Connection {
    url = stripped(url);
    apiBasePath = stripped(apiBasePath);
    tenantId = stripped(tenantId);
    fullApiUrl = stripped(fullApiUrl);
    auth = auth == null ? Auth.NONE : auth;
    tls = tls == null ? Certificates.NONE : tls;
  }

  /** With the system's certificates only. */
  public Connection(
      String url,
      String apiBasePath,
      String tenantId,
      boolean isMultitenant,
      String fullApiUrl,
      Auth auth,
      boolean skipTlsVerify,
      boolean debug) {
    this(
        url,
        apiBasePath,
        tenantId,
        isMultitenant,
        fullApiUrl,
        auth,
        skipTlsVerify,
        Certificates.NONE,
        debug);
  }

  public static Connection to(String url) {
    return new Connection(url, "", "", false, "", Auth.NONE, false, false);
  }

  public Connection with(Auth other) {
    return new Connection(
        url, apiBasePath, tenantId, isMultitenant, fullApiUrl, other, skipTlsVerify, tls, debug);
  }

  public Connection with(Certificates other) {
    return new Connection(
        url, apiBasePath, tenantId, isMultitenant, fullApiUrl, auth, skipTlsVerify, other, debug);
  }

  /** The same sign-in and tenant at another address. */
  public Connection at(String otherUrl) {
    return new Connection(
        otherUrl, "", tenantId, isMultitenant, "", auth, skipTlsVerify, tls, debug);
  }

  /** The same for the address that answered; {@code origin} holds no credentials. */
  Connection resolvedTo(String origin, String basePath, String tenant, Auth usedAuth) {
    return new Connection(
        origin,
        basePath,
        tenant,
        isMultitenant,
        origin + basePath,
        usedAuth,
        skipTlsVerify,
        tls,
        debug);
  }

  /** What may be shown: no certificate, password, token, header value or {@code user:password@}. */
  public Connection withoutSecrets() {
    return new Connection(
        Redaction.withoutUserInfo(url),
        Redaction.withoutUserInfo(apiBasePath),
        tenantId,
        isMultitenant,
        Redaction.withoutUserInfo(fullApiUrl),
        auth.withoutSecrets(),
        skipTlsVerify,
        Certificates.NONE,
        debug);
  }

  @Override
  public String toString() {
    return "Connection["
        + Redaction.withoutUserInfo(url)
        + Redaction.withoutUserInfo(apiBasePath)
        + (tenantId.isEmpty() ? "" : " tenant " + tenantId)
        + (skipTlsVerify ? " any certificate" : "")
        + " "
        + auth
        + "]";
  }

  private static String stripped(String text) {
    return text == null ? "" : text.strip();
  }
}
