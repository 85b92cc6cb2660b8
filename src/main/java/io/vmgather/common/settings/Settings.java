package io.vmgather.common.settings;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What whoever runs this program decided, checked when it starts. Never changes. */
public final class Settings {
  /** All there are, in the order in which they are read and shown. */
  public static final List<Setting<?>> ALL =
      List.of(
          Setting.MODE,
          Setting.OUTPUT_ROOT,
          Setting.STAGING_ROOT,
          Setting.JOBS_MAX,
          Setting.JOBS_MAX_PER_USER,
          Setting.JOBS_KEEP,
          Setting.BUNDLES_KEEP,
          Setting.BUNDLES_KEEP_DOWNLOADED,
          Setting.BUNDLES_MAX_TOTAL_BYTES,
          Setting.BUNDLES_MAX_PER_USER_BYTES,
          Setting.BUNDLES_ENCODER,
          Setting.STAGING_KEEP,
          Setting.SESSION_IDLE,
          Setting.LINE_MAX_BYTES,
          Setting.REQUEST_MAX_BYTES,
          Setting.UPLOAD_MAX_BYTES,
          Setting.UPLOAD_MAX_TOTAL_BYTES,
          Setting.UPLOAD_MAX_PER_USER_BYTES,
          Setting.UPLOAD_KEEP,
          Setting.BUNDLE_MAX_INFLATED_BYTES,
          Setting.BUNDLE_MAX_RATIO,
          Setting.TIMEOUT_CONNECT,
          Setting.TIMEOUT_FIRST_BYTE,
          Setting.TIMEOUT_STALL,
          Setting.TARGETS_ALLOW,
          TargetSetting.CA,
          TargetSetting.CLIENT_CERTIFICATE,
          TargetSetting.CLIENT_KEY,
          TargetSetting.CLIENT_PASSWORD_FILE,
          TargetSetting.PROXY,
          TargetSetting.PROXY_PASSWORD_FILE,
          TargetSetting.PROXY_EXCEPT,
          Setting.HOSTS_ALLOW,
          IdentitySetting.PROXIES_TRUSTED,
          IdentitySetting.USER_HEADER,
          IdentitySetting.GROUPS_HEADER,
          IdentitySetting.GROUPS_SEPARATOR,
          IdentitySetting.JWT_HEADER,
          IdentitySetting.JWT_KEYS,
          IdentitySetting.JWT_ISSUER,
          IdentitySetting.JWT_AUDIENCE,
          IdentitySetting.JWT_ALGORITHMS,
          IdentitySetting.JWT_USER_CLAIM,
          IdentitySetting.JWT_GROUPS_CLAIM,
          IdentitySetting.REQUIRED,
          IdentitySetting.GROUPS_EXPORT,
          IdentitySetting.GROUPS_IMPORT,
          IdentitySetting.GROUPS_ADMINISTRATORS,
          IdentitySetting.SIGN_OUT,
          IdentitySetting.AUDIT_FILE);

  private static final String PREFIX = "vmgather.";
  private static final int SHOWN_CHARACTERS = 80;

  /** Not for us: what the launcher tells a process that it started. */
  private static final Set<String> NOT_SETTINGS = Set.of("vmgather.parent", "vmgather.training");

  private final Map<Setting<?>, Object> values = new HashMap<>();

  private Settings() {}

  /**
   * Reads all settings.
   *
   * @param sources the first that gives a setting decides; an empty text counts as not given
   * @throws GatherException INVALID_INPUT with all that is wrong, by name, value and range
   */
  public static Settings read(SettingSource... sources) {
    Settings settings = new Settings();
    List<String> problems = new ArrayList<>();
    for (Setting<?> setting : ALL) {
      settings.take(setting, List.of(sources), problems);
    }
    for (SettingSource source : sources) {
      problems.addAll(unknown(source));
    }
    if (!problems.isEmpty()) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "Wrong settings: " + String.join("; ", problems))
          .hint("See docs/settings.md for all settings.");
    }
    return settings;
  }

  @SuppressWarnings("unchecked") // only take() fills the map, with what the setting's kind reads
  public <T> T get(Setting<T> setting) {
    return (T) values.get(setting);
  }

  public boolean local() {
    return get(Setting.MODE) == Mode.LOCAL;
  }

  public Timeouts timeouts() {
    return new Timeouts(
        get(Setting.TIMEOUT_CONNECT), get(Setting.TIMEOUT_FIRST_BYTE), get(Setting.TIMEOUT_STALL));
  }

  /**
   * How VictoriaMetrics is connected to.
   *
   * @throws GatherException when a file that a setting names can't be read or used
   */
  public VmClient.Settings client() {
    return TargetFiles.client(this);
  }

  private <T> void take(Setting<T> setting, List<SettingSource> sources, List<String> problems) {
    Optional<SettingSource> giver =
        sources.stream().filter(source -> !source.text(setting).isEmpty()).findFirst();
    if (giver.isPresent()) {
      String text = giver.get().text(setting);
      try {
        values.put(setting, setting.kind().reader().apply(text));
        return;
      } catch (RuntimeException e) {
        problems.add(
            giver.get().called()
                + " "
                + giver.get().nameOf().apply(setting)
                + " is "
                + shown(text)
                + ", allowed: "
                + setting.kind().range());
      }
    }
    values.put(setting, setting.fallback().apply(this));
  }

  private static List<String> unknown(SettingSource source) {
    return source.given().keySet().stream()
        .filter(name -> source.strict() && name.startsWith(PREFIX))
        .filter(name -> !NOT_SETTINGS.contains(name))
        .filter(name -> ALL.stream().noneMatch(known -> known.name().equals(name)))
        .sorted()
        .map(
            name ->
                source.called() + " " + shown(name) + " is unknown; near it is " + nearest(name))
        .toList();
  }

  private static String nearest(String name) {
    return ALL.stream()
        .map(Setting::name)
        .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
        .orElseThrow();
  }

  /** How many characters must be added, removed or replaced (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** One line, and nothing that looks like {@code user:password@host}. */
  private static String shown(String text) {
    if (text.indexOf('@') >= 0) {
      return "not shown here";
    }
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return '"'
        + (line.length() > SHOWN_CHARACTERS ? line.substring(0, SHOWN_CHARACTERS) + "…" : line)
        + '"';
  }
}
