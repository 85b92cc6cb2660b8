package io.vmgather.common.settings;

import io.vmgather.common.vm.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One thing that whoever runs this program may set; {@link Settings#ALL} are all there are.
 *
 * @param name such as {@code vmgather.jobs.max}
 * @param kind what its value may be
 * @param usual the default in words, as the documentation shows it
 * @param fallback the default, which may depend on settings that stand above it in the list
 * @param about one sentence for the documentation
 */
public record Setting<T>(
    String name, SettingKind<T> kind, String usual, Function<Settings, T> fallback, String about) {
  private static final String PREFIX = "vmgather.";

  public static final Setting<Mode> MODE =
      fixed(
          "mode",
          SettingKind.mode(),
          "server",
          "Whether one person uses this at their own machine, or many people share it.");
  public static final Setting<Path> OUTPUT_ROOT =
      depending(
          "output-root",
          SettingKind.folder(),
          "`vmgather/bundles` in Java's temporary folder",
          settings -> WorkFolders.byDefault("bundles"),
          "Folder for finished bundles.");
  public static final Setting<Path> STAGING_ROOT =
      depending(
          "staging-root",
          SettingKind.folder(),
          "`vmgather/staging` in Java's temporary folder",
          settings -> WorkFolders.byDefault("staging"),
          "Folder for unfinished work; as large as all exports under way.");
  public static final Setting<Integer> JOBS_MAX =
      fixed(
          "jobs.max",
          SettingKind.count(1, 64),
          "3",
          "Jobs that may be under way at the same time.");
  public static final Setting<Integer> JOBS_MAX_PER_USER =
      depending(
          "jobs.max-per-user",
          SettingKind.count(1, 64),
          "the value of `vmgather.jobs.max`",
          settings -> settings.get(JOBS_MAX),
          "Jobs of one user that may be under way at the same time.");
  public static final Setting<Duration> JOBS_KEEP =
      fixed(
          "jobs.keep",
          SettingKind.time("1m", "30d"),
          "30m",
          "How long an ended job can still be asked for, and what an import brought be counted again.");
  public static final Setting<Duration> BUNDLES_KEEP =
      fixed(
          "bundles.keep",
          SettingKind.time("1m", "365d"),
          "24h",
          "In server mode: how long a finished bundle stays on disk. It goes when the server is"
              + " stopped, too.");
  public static final Setting<Duration> BUNDLES_KEEP_DOWNLOADED =
      fixed(
          "bundles.keep-downloaded",
          SettingKind.time("0s", "365d"),
          "5m",
          "In server mode: how long a bundle stays once it was downloaded as a whole.");
  public static final Setting<Long> BUNDLES_MAX_TOTAL_BYTES =
      fixed(
          "bundles.max-total-bytes",
          SettingKind.size("1KiB", "65536GiB"),
          "100GiB",
          "In server mode: with so much of finished bundles in the output root, no export begins"
              + " and none is resumed.");
  public static final Setting<Long> BUNDLES_MAX_PER_USER_BYTES =
      depending(
          "bundles.max-per-user-bytes",
          SettingKind.size("1KiB", "65536GiB"),
          "the value of `vmgather.bundles.max-total-bytes`",
          settings -> settings.get(BUNDLES_MAX_TOTAL_BYTES),
          "In server mode: the same for the bundles of one user, and the exports of that user.");
  public static final Setting<String> BUNDLES_ENCODER =
      fixed(
          "bundles.encoder",
          SettingKind.word("lines", "zlib"),
          "lines",
          "What compresses bundles: `lines` is made for metrics, about twice as fast and checked"
              + " block by block; `zlib` is Java's own. Either makes ordinary ZIP files. The command"
              + " line reads the environment variable, too.");
  public static final Setting<Duration> STAGING_KEEP =
      fixed(
          "staging.keep",
          SettingKind.time("1m", "365d"),
          "7d",
          "How long work that failed or was canceled can be resumed.");
  public static final Setting<Duration> SESSION_IDLE =
      fixed(
          "session.idle",
          SettingKind.time("1m", "30d"),
          "12h",
          "How long the tokens of a user stay the same without a preview and without an export under"
              + " way.");
  public static final Setting<Long> LINE_MAX_BYTES =
      fixed(
          "line.max-bytes",
          SettingKind.size("64KiB", "1GiB"),
          "64MiB",
          "The longest line of an export, which is held in memory.");
  public static final Setting<Long> REQUEST_MAX_BYTES =
      fixed(
          "request.max-bytes",
          SettingKind.size("1KiB", "64MiB"),
          "1MiB",
          "The longest JSON that a request may bring.");
  public static final Setting<Long> UPLOAD_MAX_BYTES =
      fixed(
          "upload.max-bytes",
          SettingKind.size("1KiB", "1024GiB"),
          "8GiB",
          "The largest bundle that the importer takes.");
  public static final Setting<Long> UPLOAD_MAX_TOTAL_BYTES =
      fixed(
          "upload.max-total-bytes",
          SettingKind.size("1KiB", "65536GiB"),
          "32GiB",
          "All bundles together that may wait in the staging root for their import.");
  public static final Setting<Long> UPLOAD_MAX_PER_USER_BYTES =
      depending(
          "upload.max-per-user-bytes",
          SettingKind.size("1KiB", "65536GiB"),
          "the value of `vmgather.upload.max-total-bytes`",
          settings -> settings.get(UPLOAD_MAX_TOTAL_BYTES),
          "The bundles of one user that may wait there.");
  public static final Setting<Duration> UPLOAD_KEEP =
      fixed(
          "upload.keep",
          SettingKind.time("1m", "365d"),
          "24h",
          "How long a bundle waits for its import.");
  public static final Setting<Long> BUNDLE_MAX_INFLATED_BYTES =
      fixed(
          "bundle.max-inflated-bytes",
          SettingKind.size("1KiB", "65536GiB"),
          "1024GiB",
          "How long the metrics of a bundle may be once they are inflated.");
  public static final Setting<Integer> BUNDLE_MAX_RATIO =
      fixed(
          "bundle.max-ratio",
          SettingKind.count(2, 1032),
          "500",
          "How many times its length a bundle may inflate to; looked at from 64 MiB on.");
  public static final Setting<Duration> TIMEOUT_CONNECT =
      timeout("connect", Timeouts.DEFAULT.connect(), "until a connection stands");
  public static final Setting<Duration> TIMEOUT_FIRST_BYTE =
      timeout("first-byte", Timeouts.DEFAULT.firstByte(), "until its answer begins");
  public static final Setting<Duration> TIMEOUT_STALL =
      timeout("stall", Timeouts.DEFAULT.stall(), "between two bytes of its answer");
  public static final Setting<List<String>> TARGETS_ALLOW =
      fixed(
          "targets.allow",
          SettingKind.targets(),
          "",
          "In server mode: the VictoriaMetrics servers that may be connected to; without it none."
              + " Addresses of this machine and of cloud metadata services must be named exactly.");
  public static final Setting<List<String>> HOSTS_ALLOW =
      fixed(
          "hosts.allow",
          SettingKind.hosts(),
          "",
          "Names under which browsers reach this program; others are refused. In local mode beside"
              + " localhost and what `vmgather.jar` is bound to; in server mode any name when empty.");

  /** As an environment variable: {@code VMGATHER_JOBS_MAX}. */
  public String variable() {
    return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The name alone: two settings never share one. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Setting<?> setting && name.equals(setting.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  static <T> Setting<T> fixed(String name, SettingKind<T> kind, String usual, String about) {
    return new Setting<>(
        PREFIX + name,
        kind,
        usual.isEmpty() ? "" : '`' + usual + '`',
        settings -> kind.reader().apply(usual),
        about);
  }

  /** A text that is empty when it isn't given. */
  static Setting<String> optional(String name, SettingKind<String> kind, String about) {
    return depending(name, kind, "", settings -> "", about);
  }

  static <T> Setting<T> depending(
      String name, SettingKind<T> kind, String usual, Function<Settings, T> value, String about) {
    return new Setting<>(PREFIX + name, kind, usual, value, about);
  }

  private static Setting<Duration> timeout(String phase, Duration usual, String until) {
    return fixed(
        "timeout." + phase,
        SettingKind.time("1ms", "24h"),
        usual.toSeconds() + "s",
        "How long VictoriaMetrics may take " + until + ".");
  }
}
