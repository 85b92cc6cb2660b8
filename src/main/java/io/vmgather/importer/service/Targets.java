package io.vmgather.importer.service;

import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.target.Target;
import io.vmgather.importer.target.TargetLimits;
import io.vmgather.importer.target.TargetProbe;
import io.vmgather.importer.verify.TargetPlot;
import java.util.List;
import java.util.function.Function;

/**
 * What a person wants to know of a target before an import. Any thread; every call opens its own
 * connections and closes them.
 */
public final class Targets {
  private final ServiceSettings settings;

  Targets(ServiceSettings settings) {
    this.settings = settings;
  }

  /** A target and what it would not keep. */
  public record Found(Target target, TargetLimits limits) {}

  /**
   * Tries the target.
   *
   * @throws GatherException INVALID_INPUT; LOGIN_REFUSED; UNREACHABLE; TIMED_OUT; ROUTE_MISSING
   */
  public Found check(ImportConfig config) {
    try {
      Target target =
          new TargetProbe(settings.client()).find(config.connection(), config.selectEndpoint());
      return new Found(target.withoutSecrets(), limits(target));
    } catch (GatherException e) {
      throw ConfigFields.named(e);
    }
  }

  private TargetLimits limits(Target target) {
    if (!target.readable()) {
      return TargetLimits.UNKNOWN;
    }
    try (VmClient reader = target.reader(settings.client())) {
      return TargetLimits.ask(reader);
    }
  }

  /**
   * Series of a metric as the target now answers them.
   *
   * @throws GatherException when it can't be asked
   */
  public List<TargetPlot.Series> plot(
      ImportConfig config, String metric, TimeWindow window, int limit, int points) {
    return reading(config, reader -> TargetPlot.of(reader, metric, window, limit, points));
  }

  /**
   * Clears what the target remembers of earlier answers, so that graphs show what was imported.
   *
   * @throws GatherException when it does not allow it
   */
  public void resetCache(ImportConfig config) {
    reading(
        config,
        reader -> {
          CacheReset.of(reader);
          return true;
        });
  }

  private <T> T reading(ImportConfig config, Function<VmClient, T> question) {
    try {
      Target target =
          new TargetProbe(settings.client()).find(config.connection(), config.selectEndpoint());
      try (VmClient reader = target.reader(settings.client())) {
        return question.apply(reader);
      }
    } catch (GatherException e) {
      throw ConfigFields.named(e);
    }
  }
}
