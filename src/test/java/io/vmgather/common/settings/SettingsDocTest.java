package io.vmgather.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation's table is made from the code. */
class SettingsDocTest {
  private static final Path DOCUMENTATION = Path.of("docs/settings.md");
  private static final Path MADE = Path.of("target/settings.md");

  private static final String HEAD =
      """
      # Settings

      For `exporter.war` and `importer.war` on an application server; the pages of `vmgather.jar` read the first two places, too. Each setting may be given in three places; the first that gives it decides:

      1. a system property of Java, `-Dvmgather.jobs.max=5`
      2. an environment variable: upper case, `_` for `.` and `-`, `VMGATHER_JOBS_MAX=5`
      3. a context parameter of the web application, for example in Tomcat's `conf/Catalina/localhost/exporter.xml`:
         `<Context><Parameter name="vmgather.jobs.max" value="5" override="false"/></Context>`

      An empty value counts as not given. A wrong value or an unknown `vmgather.` name (except in the environment) stops the start; the server's log says all that is wrong.
      Lengths of time are written `90s`, `30m`, `24h`, `7d` or as in ISO 8601, sizes `1048576`, `64MiB` or `100MB`.

      | Setting | Allowed | Default | Meaning |
      |---|---|---|---|
      """;

  @Test
  void tableIsUpToDate() throws IOException {
    StringBuilder made = new StringBuilder(HEAD);
    for (Setting<?> setting : Settings.ALL) {
      made.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  setting.name(),
                  setting.kind().range().replace("*", "\\*"),
                  setting.usual().isEmpty() ? "none" : setting.usual(),
                  setting.about()));
    }
    Files.writeString(MADE, made);
    assertThat(DOCUMENTATION)
        .as("copy " + MADE + " there")
        .exists()
        .content()
        .isEqualTo(made.toString());
  }

  /** One that is not listed would stop the start of whoever sets it. */
  @Test
  void everySettingIsListed() {
    assertThat(Settings.ALL)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Setting.class, TargetSetting.class, IdentitySetting.class)
                .flatMap(holder -> Arrays.stream(holder.getDeclaredFields()))
                .filter(field -> field.getType() == Setting.class)
                .map(SettingsDocTest::value)
                .toList());
  }

  private static Setting<?> value(Field field) {
    try {
      return (Setting<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
