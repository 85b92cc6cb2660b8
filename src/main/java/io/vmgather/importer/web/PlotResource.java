package io.vmgather.importer.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.web.Body;
import io.vmgather.common.web.PlottedSeries;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.JobSnapshot;
import io.vmgather.importer.verify.SentMetric;
import io.vmgather.importer.verify.VerificationReport;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;

/** What was imported, as the target now answers it: its metrics, and series of one to plot. */
@Path("import")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class PlotResource {
  private static final int MOST_METRICS = 10_000;
  private static final int MOST_SERIES = 50;
  private static final int FEWEST_POINTS = 10;
  private static final int MOST_POINTS = 2_000;

  private final ImportService service;
  private final Identity identity;

  @Inject
  public PlotResource(ImportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * The metrics that were sent.
   *
   * @param metrics by name
   * @param total names that matched, listed or not
   * @param truncated whether there are more than those listed
   */
  public record SentMetrics(List<SentMetric> metrics, int total, boolean truncated) {}

  /**
   * The series of one metric.
   *
   * @param metric its name
   * @param totalSeries how many were sent, shown or not
   * @param series by their labels
   * @param truncated whether more were sent than are shown
   */
  public record TargetSeries(
      String metric, long totalSeries, List<PlottedSeries> series, boolean truncated) {}

  /**
   * The metrics of an import that was counted, by name.
   *
   * @param id required: of the job
   * @param search part of a name, in either case
   * @param limit names, 1 to 10,000
   * @throws GatherException INVALID_INPUT; NOT_FOUND, also of an import that was not counted yet
   */
  @GET
  @Path("metrics")
  public SentMetrics metrics(
      @QueryParam("id") String id,
      @QueryParam("search") @DefaultValue("") String search,
      @QueryParam("limit") @DefaultValue("1000") String limit) {
    int most = number(limit, "limit", 1, MOST_METRICS);
    String wanted = search.toLowerCase(Locale.ROOT);
    List<SentMetric> found =
        counted(job(id)).metrics().stream()
            .filter(metric -> metric.name().toLowerCase(Locale.ROOT).contains(wanted))
            .toList();
    return new SentMetrics(
        found.subList(0, Math.min(most, found.size())), found.size(), found.size() > most);
  }

  /**
   * Series of a metric, as the target answers them now.
   *
   * @param id required: of the job
   * @param metric required: its name
   * @param limit series, 1 to 50
   * @param points a series at most, 10 to 2,000; of each stretch of time the lowest and the highest
   *     sample stay
   * @throws GatherException INVALID_INPUT, at config where the target wants a sign-in, as none is
   *     kept of an import that has ended; NOT_FOUND, as for the metrics; LOGIN_REFUSED; REJECTED;
   *     ROUTE_MISSING; UNREACHABLE; TIMED_OUT; BROKEN_ANSWER; SERVER_LIMIT; BUSY
   */
  @GET
  @Path("series")
  public TargetSeries series(
      @QueryParam("id") String id,
      @QueryParam("metric") String metric,
      @QueryParam("limit") @DefaultValue("10") String limit,
      @QueryParam("points") @DefaultValue("300") String points) {
    return plotted(id, metric, limit, points, null);
  }

  /**
   * The same, with credentials for a target that wants a sign-in.
   *
   * @param id required: of the job
   * @param metric required: its name
   * @param limit series, 1 to 50
   * @param points a series at most, 10 to 2,000
   * @throws GatherException as above: INVALID_INPUT; NOT_FOUND; LOGIN_REFUSED; REJECTED;
   *     ROUTE_MISSING; UNREACHABLE; TIMED_OUT; BROKEN_ANSWER; SERVER_LIMIT; BUSY
   */
  @POST
  @Path("series")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  public TargetSeries seriesSignedIn(
      @QueryParam("id") String id,
      @QueryParam("metric") String metric,
      @QueryParam("limit") @DefaultValue("10") String limit,
      @QueryParam("points") @DefaultValue("300") String points,
      SignInRequest request) {
    return plotted(id, metric, limit, points, SignInRequest.given(request));
  }

  private TargetSeries plotted(
      String id, String metric, String limit, String points, ImportConfig given) {
    int most = number(limit, "limit", 1, MOST_SERIES);
    int each = number(points, "points", FEWEST_POINTS, MOST_POINTS);
    VerificationReport report = counted(job(id));
    SentMetric sent =
        report.metrics().stream()
            .filter(one -> one.name().equals(Body.required(metric, "metric")))
            .findFirst()
            .orElseThrow(
                () ->
                    new GatherException(ErrorCode.NOT_FOUND, "no metric of that name was sent")
                        .hint("Take a name that api/import/metrics lists.")
                        .at("metric"));
    TimeWindow window = new TimeWindow(report.startMillis(), report.endMillis() + 1);
    List<PlottedSeries> series =
        service
            .targets()
            .plot(service.jobs().signedIn(identity.owner(), id, given), metric, window, most, each)
            .stream()
            .map(one -> PlottedSeries.of(one.labels(), one.samples(), one.points()))
            .toList();
    return new TargetSeries(metric, sent.series(), series, sent.series() > series.size());
  }

  private JobSnapshot job(String id) {
    return service.jobs().status(identity.owner(), Body.required(id, "id"));
  }

  private static VerificationReport counted(JobSnapshot job) {
    return job.verification()
        .filter(report -> !report.metrics().isEmpty())
        .orElseThrow(
            () ->
                new GatherException(ErrorCode.NOT_FOUND, "what arrived is not counted yet")
                    .at("id"));
  }

  // Of a parameter that it can't convert, JAX-RS says that the page is not there.
  private static int number(String text, String field, int least, int most) {
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new GatherException(
            ErrorCode.INVALID_INPUT, field + " is no number from " + least + " to " + most)
        .at(field);
  }
}
