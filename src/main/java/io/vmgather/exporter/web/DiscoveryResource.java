package io.vmgather.exporter.web;

import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.web.Body;
import io.vmgather.exporter.discover.Component;
import io.vmgather.exporter.discover.Discovered;
import io.vmgather.exporter.discover.JobCount;
import io.vmgather.exporter.discover.SelectorJobs;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.Forecast;
import io.vmgather.exporter.service.DiskSpace;
import io.vmgather.exporter.service.ExportService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What is there to export, and how much it is. */
@Path("")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DiscoveryResource {
  private final ExportService service;

  @Inject
  public DiscoveryResource(ExportService service) {
    this.service = service;
  }

  /**
   * Where to look.
   *
   * @param connection required: where and how
   * @param timeRange required: when
   * @param selector required for {@code discover-selector}: the series
   */
  public record Request(Connection connection, ExportConfig.TimeRange timeRange, String selector) {
    TimeWindow window() {
      return Body.required(timeRange, "time_range").window();
    }

    Connection source() {
      return Body.required(connection, "connection");
    }
  }

  /**
   * What was found.
   *
   * @param components sorted by name
   * @param warnings for the user to read
   */
  public record Components(List<Component> components, List<String> warnings) {}

  /**
   * What was found.
   *
   * @param jobs sorted by name
   * @param warnings for the user to read
   */
  public record Jobs(List<JobCount> jobs, List<String> warnings) {}

  /**
   * An export to estimate.
   *
   * @param config required: the export as it would be started
   */
  public record EstimateRequest(ExportConfig config) {}

  /**
   * What the export will roughly come to.
   *
   * @param series that it would hold
   * @param samples of all of them
   * @param bytes of JSON lines
   * @param archiveBytes a guess
   * @param durationSeconds a guess
   * @param batches that the range is cut into
   * @param batchWindowSeconds length of one
   * @param intervalSeconds between two samples of a series; 0 when unknown
   * @param disk room where it would be staged
   * @param warnings for the user to read
   */
  public record Estimated(
      long series,
      long samples,
      long bytes,
      long archiveBytes,
      long durationSeconds,
      int batches,
      long batchWindowSeconds,
      double intervalSeconds,
      DiskSpace disk,
      List<String> warnings) {}

  /**
   * VictoriaMetrics components and their jobs.
   *
   * @throws GatherException INVALID_INPUT; FORBIDDEN for a server that may not be connected to;
   *     UNREACHABLE; TIMED_OUT
   */
  @POST
  @Path("discover")
  public Components discover(Request request) {
    Discovered found = service.sources().components(request.source(), request.window());
    return new Components(found.components(), found.warnings());
  }

  /**
   * Jobs among the series of a selector.
   *
   * @throws GatherException INVALID_INPUT; FORBIDDEN for a server that may not be connected to;
   *     UNREACHABLE; TIMED_OUT
   */
  @POST
  @Path("discover-selector")
  public Jobs discoverSelector(Request request) {
    String selector = Body.required(request.selector(), "selector");
    SelectorJobs found = service.sources().jobs(request.source(), selector, request.window());
    return new Jobs(found.jobs(), found.warnings());
  }

  /**
   * How large an export would be, and how long it would take.
   *
   * @throws GatherException INVALID_INPUT; FORBIDDEN for a server that may not be connected to, or
   *     a folder outside of the root; UNREACHABLE; TIMED_OUT
   */
  @POST
  @Path("estimate")
  public Estimated estimate(EstimateRequest request) {
    ExportConfig config = Body.required(request.config(), "config");
    Forecast forecast = Forecast.of(config, service.settings().export());
    return new Estimated(
        forecast.estimate().series(),
        forecast.samples(),
        forecast.estimate().bytes(),
        forecast.archiveBytes(),
        forecast.duration().toSeconds(),
        forecast.batches().count(),
        forecast.batches().interval().toSeconds(),
        forecast.estimate().intervalMillis() / 1000.0,
        service.folders().space(config.stagingDir(), forecast.archiveBytes()),
        forecast.warnings());
  }
}
