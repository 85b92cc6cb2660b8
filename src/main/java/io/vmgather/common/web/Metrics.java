package io.vmgather.common.web;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vmgather.common.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What one application counts, in a registry of its own. Names begin with {@code vmgather_}; other
 * parts of an application register theirs with {@link #registry()}, without exemplars and native
 * histograms: those start a thread that would stay when the application is removed. For any thread.
 */
public final class Metrics {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram requests;
  private final Counter errors;

  public Metrics() {
    requests =
        Histogram.builder()
            .name("vmgather_http_request_duration_seconds")
            .help("How long requests took, by route, method and status.")
            .labelNames("route", "method", "status")
            .classicOnly()
            .classicUpperBounds(0.005, 0.025, 0.1, 0.5, 1, 5, 30)
            .withoutExemplars()
            .register(registry);
    errors =
        Counter.builder()
            .name("vmgather_errors_total")
            .help("Requests that failed, by the code in their answer.")
            .labelNames("code")
            .withoutExemplars()
            .register(registry);
    Info.builder()
        .name("vmgather_build_info")
        .help("The version that runs.")
        .labelNames("version")
        .register(registry)
        .addLabelValues(new BuildInfo().version());
    // Only those that read when asked: a listener in the JVM would outlive this application.
    JvmMemoryMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** Where metrics are registered. */
  public PrometheusRegistry registry() {
    return registry;
  }

  void request(String route, String method, int status, double seconds) {
    requests.labelValues(route, method, Integer.toString(status)).observe(seconds);
  }

  void error(ErrorCode code) {
    errors.labelValues(code.name()).inc();
  }

  /** Writes all in Prometheus' text format. Leaves {@code out} open. */
  void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
  }
}
