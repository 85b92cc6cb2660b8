package io.vmgather.launcher.server;

import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of a server that a person started: theirs, then those of the surroundings. */
final class ServerSettings {
  private ServerSettings() {}

  /**
   * Reads and checks them.
   *
   * @throws io.vmgather.common.GatherException INVALID_INPUT with all that is wrong
   */
  static Settings read(ServerOptions options, InetSocketAddress bound) {
    SettingSource properties = SettingSource.systemProperties();
    SettingSource environment = SettingSource.environment();
    Map<String, String> chosen = new HashMap<>();
    options.output().ifPresent(folder -> chosen.put(Setting.OUTPUT_ROOT.name(), folder.toString()));
    options
        .staging()
        .ifPresent(folder -> chosen.put(Setting.STAGING_ROOT.name(), folder.toString()));
    Map<String, String> usual = new HashMap<>();
    usual.put(Setting.MODE.name(), "local");
    String output =
        options
            .output()
            .map(Path::toString)
            .or(() -> given(Setting.OUTPUT_ROOT, properties, environment))
            .orElseGet(() -> options.usualFolder().get().toString());
    usual.put(Setting.OUTPUT_ROOT.name(), output);
    usual.put(Setting.STAGING_ROOT.name(), output);
    List<String> names = new ArrayList<>(BoundNames.of(bound));
    // A name that is allowed beside them does not take the machine's own away.
    given(Setting.HOSTS_ALLOW, properties, environment).ifPresent(more -> names.add(0, more));
    chosen.put(Setting.HOSTS_ALLOW.name(), String.join(",", names));
    return Settings.read(
        SettingSource.of("option", chosen),
        properties,
        environment,
        SettingSource.of("default", usual));
  }

  private static Optional<String> given(Setting<?> setting, SettingSource... sources) {
    return Stream.of(sources)
        .map(source -> source.text(setting))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }
}
