package io.vmgather.exporter.service;

import io.vmgather.common.Owner;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportSettings;
import io.vmgather.exporter.job.LeftExport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Exports that fail and can be resumed, without any server. */
final class ResumableExport {
  static final String SECRET = "canary-password-64";
  static final String ID = "0123456789abcdef0123456789abcdef";

  /** Of a host that nobody knows; signed in. */
  static final Connection SOURCE =
      Connection.to("http://source.test").with(Auth.basic("reader", SECRET));

  private ResumableExport() {}

  static ExportConfig config() {
    return new ExportConfig(
        SOURCE,
        new ExportConfig.TimeRange("2026-03-01T00:00:00Z", "2026-03-01T01:00:00Z"),
        List.of(),
        List.of(),
        "custom",
        "selector",
        "{job=\"shop\"}",
        new ExportConfig.Obfuscation(true, true, true, true, List.of(), List.of()),
        null,
        "",
        0,
        null);
  }

  /** As a person's own machine has them, but jobs are remembered for thirty days. */
  static ServiceSettings settings(Path folder, HostResolver hosts, Clock clock) {
    return settings(false, folder, hosts, clock, Long.MAX_VALUE);
  }

  /** As a server of many people has them, with room for so many bytes of bundles. */
  static ServiceSettings shared(Path folder, HostResolver hosts, Clock clock, long room) {
    return settings(true, folder, hosts, clock, room);
  }

  private static ServiceSettings settings(
      boolean shared, Path folder, HostResolver hosts, Clock clock, long room) {
    VmClient.Settings client =
        new VmClient.Settings(
            Timeouts.DEFAULT, RetryPolicy.never(), hosts, Certificates.NONE, OutgoingProxy.NONE);
    return new ServiceSettings(
        shared,
        new ExportSettings(folder, folder, "test", 1 << 20, client, clock),
        2,
        2,
        Duration.ofDays(30),
        Duration.ofHours(24),
        Duration.ofMinutes(5),
        room,
        room,
        Duration.ofDays(7),
        Duration.ofHours(12));
  }

  static ExportJobs jobs(ServiceSettings settings) {
    return new ExportJobs(
        settings,
        new Sessions(settings.keepSession(), settings.clock()),
        new FinishedBundles(settings),
        JobListener.NONE);
  }

  /** What an earlier server left, resumed by its owner; it ends at once when its source does. */
  static JobSnapshot ended(ExportJobs jobs, Path folder, Owner owner) throws InterruptedException {
    String token = LeftExport.in(folder, ID, config()).token();
    jobs.resume(owner, ID, token, SOURCE);
    return jobs.await(owner, ID);
  }
}
