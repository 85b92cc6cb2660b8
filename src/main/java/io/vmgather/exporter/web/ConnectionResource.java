package io.vmgather.exporter.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.web.Body;
import io.vmgather.exporter.discover.QueryReport;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.Sources;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Whether a VictoriaMetrics answers, how an address is read, and what a query brings. */
@Path("")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ConnectionResource {
  private final Sources sources;
  private final Identity identity;
  private final ExportAudit audit;

  @Inject
  public ConnectionResource(ExportService service, Identity identity, ExportAudit audit) {
    this.sources = service.sources();
    this.identity = identity;
    this.audit = audit;
  }

  /**
   * What to connect to.
   *
   * @param connection required: where and how
   */
  public record ConnectionRequest(Connection connection) {}

  /**
   * What to ask.
   *
   * @param connection required: where and how
   * @param query required: a selector or an expression in MetricsQL
   */
  public record QueryRequest(Connection connection, String query) {}

  /**
   * What a try found. {@code success} and {@code valid} say the same, for old clients.
   *
   * @param success whether an address answered
   * @param valid the same
   * @param message how it went, for a person
   * @param version such as {@code v1.150.0}; empty when the server does not tell
   * @param flavour what kind of VictoriaMetrics it is; {@code unknown} when that can't be told
   * @param components number of {@code vm_components}
   * @param isVictoriaMetrics whether MetricsQL is spoken there
   * @param vmComponents components that were seen, sorted
   * @param finalEndpoint the address that answered; null when none did
   * @param resolvedConnection to use from now on, without the secrets; null when none answered
   * @param attempts every address that was tried, in order
   * @param warnings for the user to read
   * @param error what went wrong; null on success
   * @param code the same for programs; null on success
   * @param hint what to do; null when there is nothing to advise
   * @param field the part of the request that is wrong; null when none is
   */
  public record Validation(
      boolean success,
      boolean valid,
      String message,
      String version,
      String flavour,
      int components,
      boolean isVictoriaMetrics,
      List<String> vmComponents,
      String finalEndpoint,
      Connection resolvedConnection,
      List<Probe.Attempt> attempts,
      List<String> warnings,
      String error,
      String code,
      String hint,
      String field) {

    static Validation of(ProbeResult found) {
      Connection resolved = found.connection().withoutSecrets();
      return new Validation(
          true,
          true,
          "Connection successful",
          found.version(),
          found.flavour(),
          found.components().size(),
          found.isVictoriaMetrics(),
          found.components(),
          resolved.fullApiUrl(),
          resolved,
          found.attempts(),
          found.warnings(),
          null,
          null,
          null,
          null);
    }

    static Validation failed(GatherException failure, List<Probe.Attempt> attempts) {
      return new Validation(
          false,
          false,
          "Connection failed",
          "",
          "unknown",
          0,
          false,
          List.of(),
          null,
          null,
          attempts,
          List.of(),
          failure.getMessage(),
          failure.code().name(),
          failure.hint().orElse(null),
          failure.field().orElse(null));
    }
  }

  /**
   * What a query brings.
   *
   * @param success always true: what is refused fails
   * @param valid the same
   * @param resultCount series
   * @param hasJob whether they have a label {@code job}
   * @param hasInstance whether they have a label {@code instance}
   * @param sampleLabels names of labels that were seen
   * @param queryType {@code selector} or {@code metricsql}
   * @param warnings for the user to read
   */
  public record QueryValidation(
      boolean success,
      boolean valid,
      long resultCount,
      boolean hasJob,
      boolean hasInstance,
      List<String> sampleLabels,
      String queryType,
      List<String> warnings) {
    static QueryValidation of(QueryReport report) {
      return new QueryValidation(
          true,
          true,
          report.resultCount(),
          report.hasJob(),
          report.hasInstance(),
          report.sampleLabels(),
          report.queryType(),
          report.warnings());
    }
  }

  /**
   * Tries a connection. The status is 200 whether it answered or not; {@code success} tells.
   *
   * @throws GatherException INVALID_INPUT without a connection
   */
  @POST
  @Path("validate")
  public Validation validate(ConnectionRequest request) {
    Connection connection = connection(request);
    try {
      ProbeResult found = sources.validate(connection);
      return found
          .failure()
          .map(failure -> failed(connection, failure, found.attempts()))
          .orElseGet(() -> Validation.of(found));
    } catch (GatherException failure) {
      return failed(connection, failure, List.of());
    }
  }

  private Validation failed(
      Connection connection, GatherException failure, List<Probe.Attempt> attempts) {
    if (failure.code() == ErrorCode.FORBIDDEN) {
      audit.targetRefused(identity.owner(), connection);
    }
    return Validation.failed(failure, attempts);
  }

  /**
   * Tries a query at this moment.
   *
   * @throws GatherException INVALID_INPUT, also when VictoriaMetrics refuses the query; FORBIDDEN
   *     for a server that may not be connected to; UNREACHABLE; TIMED_OUT
   */
  @POST
  @Path("validate-query")
  public QueryValidation validateQuery(QueryRequest request) {
    Connection connection = Body.required(request.connection(), "connection");
    return QueryValidation.of(sources.check(connection, request.query()));
  }

  private static Connection connection(ConnectionRequest request) {
    return Body.required(request.connection(), "connection");
  }
}
