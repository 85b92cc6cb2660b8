package io.vmgather.exporter.web;

import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.web.Body;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.Preview;
import io.vmgather.exporter.service.ExportService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST api/sample}: a few series as the export would write them. */
@Path("sample")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SampleResource {
  private static final Logger LOG = LoggerFactory.getLogger(SampleResource.class);
  private static final int DEFAULT_LIMIT = 10;
  static final int MOST = 1000;

  private final ExportService service;
  private final Identity identity;

  @Inject
  public SampleResource(ExportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * What is wanted.
   *
   * @param config required: the export as it would be started
   * @param limit series; more than 1000 mean 1000, and none or less than 1 mean 10
   * @param before whether the labels as they are at the source are wanted beside
   */
  public record Request(ExportConfig config, long limit, boolean before) {
    /** As scripts of vmgather 1.x expect, which takes any number. */
    int series() {
      return limit <= 0 ? DEFAULT_LIMIT : (int) Math.min(limit, MOST);
    }
  }

  /**
   * The series and what they tell.
   *
   * @param samples one for each series
   * @param count of samples
   * @param labelStats the sample's labels with their number of distinct values
   * @param residue labels that are not hidden themselves in which originals were replaced
   * @param warnings for the user to read
   */
  public record Answer(
      List<Sample> samples,
      int count,
      List<LabelValues> labelStats,
      List<LabelCount> residue,
      List<String> warnings) {}

  /**
   * One series.
   *
   * @param name of the metric
   * @param metricName the same
   * @param labels as the export will write them
   * @param value the latest; {@code "Infinity"}, {@code "-Infinity"} and {@code "NaN"} as text
   * @param timestamp epoch milliseconds
   * @param before its labels at the source; null unless they were asked for
   */
  public record Sample(
      String name,
      String metricName,
      Map<String, String> labels,
      double value,
      long timestamp,
      Map<String, String> before) {
    static Sample of(Preview.Line line, boolean withBefore) {
      return new Sample(
          line.name(),
          line.name(),
          line.labels(),
          line.value(),
          line.timestampMillis(),
          withBefore ? line.before() : null);
    }

    /** Without the labels, which may be originals. */
    @Override
    public String toString() {
      return "Sample[" + name + "]";
    }
  }

  /**
   * A label of the sample.
   *
   * @param name of the label
   * @param values distinct ones
   */
  public record LabelValues(String name, int values) {}

  /**
   * A label in which originals were replaced.
   *
   * @param label its name
   * @param count series
   */
  public record LabelCount(String label, long count) {}

  /**
   * A few series as the export would write them, with the tokens that it would use.
   *
   * @throws GatherException INVALID_INPUT; NOTHING_MATCHED; FORBIDDEN for a server that may not be
   *     connected to; UNREACHABLE; TIMED_OUT
   */
  @POST
  public Answer sample(Request request) {
    Preview preview =
        preview(
            service, identity.owner(), Body.required(request.config(), "config"), request.series());
    List<Sample> samples =
        preview.samples().stream().map(line -> Sample.of(line, request.before())).toList();
    return new Answer(
        samples,
        samples.size(),
        preview.labelValues().entrySet().stream()
            .map(one -> new LabelValues(one.getKey(), one.getValue()))
            .toList(),
        preview.residue().entrySet().stream()
            .map(one -> new LabelCount(one.getKey(), one.getValue()))
            .toList(),
        preview.warnings());
  }

  /**
   * Samples beside an answer that is worth more than they are.
   *
   * @param samples none when they could not be read
   * @param error why not, or null
   */
  record Excerpt(List<Sample> samples, String error) {}

  /** Never fails: what was done before must be told. */
  static Excerpt excerpt(ExportService service, Owner owner, ExportConfig config, int limit) {
    try {
      return new Excerpt(
          preview(service, owner, config, limit).samples().stream()
              .map(line -> Sample.of(line, false))
              .toList(),
          null);
    } catch (GatherException e) {
      return new Excerpt(List.of(), e.getMessage());
    } catch (RuntimeException e) {
      // Not its message: it may hold what was given as a secret.
      LOG.atError().addKeyValue("failure", e.getClass().getName()).log("a sample failed");
      return new Excerpt(List.of(), "a defect of this program");
    }
  }

  private static Preview preview(
      ExportService service, Owner owner, ExportConfig config, int limit) {
    return Preview.of(config, limit, service.settings().export(), service.sessions().of(owner));
  }
}
