package io.vmgather.launcher.server;

import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** The settings of a server that a person started: theirs, then those of the surroundings. */
final class ServerSettings {
  private ServerSettings() {}

  /**
   * Reads and checks them.
   *
   * @throws io.vmgather.common.GatherException INVALID_INPUT with all that is wrong
   */
  static Settings read(ServerOptions options, InetAddress bound) {
    Map<String, String> chosen = new HashMap<>();
    options.output().ifPresent(folder -> chosen.put(Setting.OUTPUT_ROOT.name(), folder.toString()));
    options
        .staging()
        .ifPresent(folder -> chosen.put(Setting.STAGING_ROOT.name(), folder.toString()));
    Map<String, String> usual = new HashMap<>();
    usual.put(Setting.MODE.name(), "local");
    usual.put(Setting.OUTPUT_ROOT.name(), options.usualFolder().toString());
    usual.put(
        Setting.STAGING_ROOT.name(), options.output().orElse(options.usualFolder()).toString());
    usual.put(Setting.HOSTS_ALLOW.name(), String.join(",", BoundNames.of(bound)));
    return Settings.read(
        SettingSource.of("option", chosen),
        SettingSource.systemProperties(),
        SettingSource.environment(),
        SettingSource.of("default", usual));
  }
}
