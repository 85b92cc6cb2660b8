package io.vmgather.exporter.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.web.Body;
import io.vmgather.common.web.PlottedSeries;
import io.vmgather.exporter.plot.BundleMetrics;
import io.vmgather.exporter.plot.BundlePlots;
import io.vmgather.exporter.plot.BundleSeries;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.FinishedBundles;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** A look inside a finished bundle: its metrics, and series of one to plot. */
@Path("bundle")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class BundleResource {
  private final FinishedBundles bundles;
  private final BundlePlots plots;
  private final Identity identity;

  @Inject
  public BundleResource(ExportService service, BundlePlots plots, Identity identity) {
    this.bundles = service.bundles();
    this.plots = plots;
    this.identity = identity;
  }

  /**
   * The metrics.
   *
   * @param metrics by name
   * @param total names that matched, listed or not
   * @param truncated whether there are more than those listed
   * @param seriesExact false when the bundle holds more than a million series: their numbers are
   *     lower bounds then
   */
  public record MetricList(
      List<BundleMetrics.Metric> metrics, int total, boolean truncated, boolean seriesExact) {
    static MetricList of(BundleMetrics found) {
      return new MetricList(found.metrics(), found.total(), found.truncated(), found.seriesExact());
    }
  }

  /**
   * The series of one metric.
   *
   * @param metric its name
   * @param totalSeries how many the bundle has, shown or not
   * @param totalExact false when they are more than a million: the number is a lower bound then
   * @param series by their labels
   * @param truncated whether there are more than those shown
   */
  public record SeriesList(
      String metric,
      long totalSeries,
      boolean totalExact,
      List<PlottedSeries> series,
      boolean truncated) {
    static SeriesList of(BundleSeries found) {
      return new SeriesList(
          found.metric(),
          found.totalSeries(),
          found.totalExact(),
          found.series().stream()
              .map(one -> PlottedSeries.of(one.labels(), one.samples(), one.points()))
              .toList(),
          found.truncated());
    }
  }

  /**
   * The metrics of a job's bundle, by name.
   *
   * @param id required: of a completed job
   * @param search part of a name, in either case
   * @param limit names, 1 to 10,000
   * @throws GatherException INVALID_INPUT; NOT_FOUND; LIMIT_REACHED when many look at a time;
   *     BUNDLE_DAMAGED
   */
  @GET
  @Path("metrics")
  public MetricList metrics(
      @QueryParam("id") String id,
      @QueryParam("search") String search,
      @QueryParam("limit") @DefaultValue("1000") String limit) {
    return MetricList.of(plots.metrics(bundle(id), search, number(limit, "limit")));
  }

  /**
   * The first series of a metric, by the order of their labels.
   *
   * @param id required: of a completed job
   * @param metric required: its name
   * @param limit series, 1 to 50
   * @param points a series at most, 10 to 2,000; of each stretch of time the lowest and the highest
   *     sample stay
   * @throws GatherException INVALID_INPUT; NOT_FOUND; LIMIT_REACHED when many look at a time;
   *     BUNDLE_DAMAGED
   */
  @GET
  @Path("series")
  public SeriesList series(
      @QueryParam("id") String id,
      @QueryParam("metric") String metric,
      @QueryParam("limit") @DefaultValue("10") String limit,
      @QueryParam("points") @DefaultValue("300") String points) {
    int most = number(limit, "limit");
    return SeriesList.of(plots.series(bundle(id), metric, most, number(points, "points")));
  }

  // Of a parameter that it can't convert, JAX-RS says that the page is not there.
  private static int number(String text, String field) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new GatherException(ErrorCode.INVALID_INPUT, field + " is no number", e).at(field);
    }
  }

  private java.nio.file.Path bundle(String id) {
    return bundles.ofJob(identity.owner(), Body.required(id, "id")).path();
  }
}
