package io.vmgather.common.settings;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A place where settings are given.
 *
 * @param called how messages name the place
 * @param nameOf what a setting is called there
 * @param given all texts of that place by their names
 * @param strict whether a name that no setting has is a mistake there
 */
public record SettingSource(
    String called, Function<Setting<?>, String> nameOf, Map<String, String> given, boolean strict) {
  public SettingSource {
    given = Map.copyOf(given);
  }

  /** Texts by the settings' own names. */
  public static SettingSource of(String called, Map<String, String> given) {
    return new SettingSource(called, Setting::name, given, true);
  }

  public static SettingSource systemProperties() {
    var properties = System.getProperties();
    return of(
        "system property",
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(Function.identity(), properties::getProperty)));
  }

  /** Other programs' variables may begin like ours, so unknown ones are left alone. */
  public static SettingSource environment() {
    return environment(System.getenv());
  }

  static SettingSource environment(Map<String, String> variables) {
    return new SettingSource("environment variable", Setting::variable, variables, false);
  }

  /** The text for a setting; empty when it isn't given here. */
  public String text(Setting<?> setting) {
    return given.getOrDefault(nameOf.apply(setting), "").strip();
  }
}
