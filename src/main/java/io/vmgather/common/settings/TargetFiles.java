package io.vmgather.common.settings;

import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.AllowedTargets;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the settings of the connections to VictoriaMetrics name, read at the start. */
final class TargetFiles {
  private TargetFiles() {}

  /**
   * How VictoriaMetrics is connected to.
   *
   * @throws GatherException when a file can't be read or used
   */
  static VmClient.Settings client(Settings settings) {
    return new VmClient.Settings(
        settings.timeouts(),
        RetryPolicy.standard(),
        targets(settings),
        certificates(settings),
        OutgoingProxy.read(
            settings.get(TargetSetting.PROXY),
            firstLine(settings, TargetSetting.PROXY_PASSWORD_FILE),
            settings.get(TargetSetting.PROXY_EXCEPT)));
  }

  /** Which hosts may be connected to: all in local mode, the listed ones in server mode. */
  private static HostResolver targets(Settings settings) {
    return settings.local()
        ? HostResolver.SYSTEM
        : AllowedTargets.of(settings.get(Setting.TARGETS_ALLOW), HostResolver.SYSTEM);
  }

  private static Certificates certificates(Settings settings) {
    try {
      return Certificates.read(
              file(settings, TargetSetting.CLIENT_CERTIFICATE),
              file(settings, TargetSetting.CLIENT_KEY),
              firstLine(settings, TargetSetting.CLIENT_PASSWORD_FILE),
              file(settings, TargetSetting.CA))
          .checked();
    } catch (GatherException e) {
      GatherException named =
          new GatherException(
              e.code(), "Wrong settings: a file of vmgather.targets.*: " + e.getMessage(), e);
      throw e.hint().map(named::hint).orElse(named);
    }
  }

  private static String firstLine(Settings settings, Setting<String> setting) {
    Path path = file(settings, setting);
    try {
      return path == null ? "" : Files.readString(path).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw FileFailure.of(e, "reading a password", path);
    }
  }

  private static Path file(Settings settings, Setting<String> setting) {
    return settings.get(setting).isEmpty() ? null : Path.of(settings.get(setting));
  }
}
