package io.vmgather.common.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.Network;
import io.vmgather.common.vm.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void defaultsAreThoseOfTheDocumentation() {
    Settings settings = Settings.read();
    assertThat(settings.get(Setting.MODE)).isEqualTo(Mode.SERVER);
    assertThat(settings.get(Setting.JOBS_MAX)).isEqualTo(3);
    assertThat(settings.get(Setting.JOBS_MAX_PER_USER)).isEqualTo(3);
    assertThat(settings.get(Setting.JOBS_KEEP)).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings.get(Setting.BUNDLES_KEEP)).isEqualTo(Duration.ofHours(24));
    assertThat(settings.get(Setting.STAGING_KEEP)).isEqualTo(Duration.ofDays(7));
    assertThat(settings.get(Setting.SESSION_IDLE)).isEqualTo(Duration.ofHours(12));
    assertThat(settings.get(Setting.LINE_MAX_BYTES)).isEqualTo(64 * 1024 * 1024);
    assertThat(settings.get(Setting.REQUEST_MAX_BYTES)).isEqualTo(1024 * 1024);
    assertThat(settings.timeouts()).isEqualTo(Timeouts.DEFAULT);
    assertThat(settings.get(Setting.TARGETS_ALLOW)).isEmpty();
    assertThat(settings.get(IdentitySetting.PROXIES_TRUSTED)).isEmpty();
    assertThat(settings.get(IdentitySetting.USER_HEADER)).isEqualTo("X-Forwarded-User");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    assertThat(settings.get(Setting.OUTPUT_ROOT)).isEqualTo(temporary.resolve("vmgather/bundles"));
    assertThat(settings.get(Setting.STAGING_ROOT)).isEqualTo(temporary.resolve("vmgather/staging"));
  }

  @Test
  void firstSourceThatGivesAValueDecides() {
    Settings settings =
        Settings.read(
            given("vmgather.jobs.max", "5", "vmgather.jobs.keep", " "),
            SettingSource.environment(
                Map.of("VMGATHER_JOBS_MAX", "6", "VMGATHER_JOBS_KEEP", "1h30m")),
            given("vmgather.jobs.keep", "2h", "vmgather.staging.keep", "PT36H"));
    assertThat(settings.get(Setting.JOBS_MAX)).isEqualTo(5);
    assertThat(settings.get(Setting.JOBS_MAX_PER_USER)).isEqualTo(5);
    assertThat(settings.get(Setting.JOBS_KEEP)).isEqualTo(Duration.ofMinutes(90));
    assertThat(settings.get(Setting.STAGING_KEEP)).isEqualTo(Duration.ofHours(36));
  }

  @Test
  void listsAreReadByCommas() {
    Settings settings =
        read(
            "vmgather.targets.allow", "vm.example.com, *.internal ,10.0.0.0/8,",
            "vmgather.proxies.trusted", "10.0.0.1,fd00::/8");
    assertThat(settings.get(Setting.TARGETS_ALLOW))
        .containsExactly("vm.example.com", "*.internal", "10.0.0.0/8");
    assertThat(settings.get(IdentitySetting.PROXIES_TRUSTED))
        .containsExactly(Network.parse("10.0.0.1/32"), Network.parse("fd00::/8"));
  }

  @ParameterizedTest
  @CsvSource({
    "vmgather.mode, both",
    "vmgather.output-root, bundles",
    "vmgather.jobs.max, 0",
    "vmgather.jobs.max, three",
    "vmgather.jobs.max-per-user, 65",
    "vmgather.jobs.keep, 30",
    "vmgather.jobs.keep, 59s",
    "vmgather.bundles.keep, 366d",
    "vmgather.line.max-bytes, 63KiB",
    "vmgather.line.max-bytes, 999999999999GiB",
    "vmgather.request.max-bytes, 1.5MiB",
    "vmgather.timeout.stall, 0s",
    "vmgather.targets.allow, http://vm:8428",
    "vmgather.hosts.allow, host:80",
    "vmgather.proxies.trusted, proxy.example.com",
    "vmgather.identity.user-header, X Y",
  })
  void wrongValueIsRefusedWithNameValueAndRange(String name, String value) {
    Setting<?> setting =
        Settings.ALL.stream().filter(known -> known.name().equals(name)).findFirst().orElseThrow();
    assertThatThrownBy(() -> read(name, value))
        .asInstanceOf(type(GatherException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .extracting(Throwable::getMessage)
        .asString()
        .contains(name, value, setting.kind().range());
  }

  @Test
  void allProblemsAreSaidAtOnceAndUnknownNamesWithTheNearest() {
    assertThatThrownBy(
            () ->
                Settings.read(
                    given("vmgather.jobs.max", "x", "vmgather.job.keep", "1h"),
                    SettingSource.environment(Map.of("VMGATHER_MODE", "y", "VMGATHER_OTHER", "z"))))
        .hasMessageContainingAll(
            "given vmgather.jobs.max is \"x\", allowed: 1 to 64",
            "environment variable VMGATHER_MODE is \"y\", allowed: local or server",
            "given \"vmgather.job.keep\" is unknown; near it is vmgather.jobs.keep")
        .hasMessageNotContaining("OTHER");
  }

  @Test
  void messagesRepeatNoCredentialsAndNoValueOfAnUnknownName() {
    assertThatThrownBy(
            () ->
                read(
                    "vmgather.targets.allow", "http://bob:canary@vm",
                    "vmgather.password", "canary"))
        .hasMessageContaining("vmgather.targets.allow")
        .hasMessageContaining("vmgather.password")
        .hasMessageNotContaining("canary");
  }

  @Test
  void whatTheLauncherTellsItsChildIsNoSetting() {
    assertThat(read("vmgather.parent", "4711").get(Setting.MODE)).isEqualTo(Mode.SERVER);
    assertThat(read("vmgather.training", "true").get(Setting.MODE)).isEqualTo(Mode.SERVER);
  }

  @Test
  void localModeReachesAnyTargetAndServerModeOnlyListedOnes() throws IOException {
    assertThat(read("vmgather.mode", "local").client().resolver()).isSameAs(HostResolver.SYSTEM);
    assertThatThrownBy(() -> read().client().resolver().resolve("10.0.0.1"))
        .isInstanceOf(GatherException.class);
    assertThat(read("vmgather.targets.allow", "10.0.0.0/8").client().resolver().resolve("10.0.0.1"))
        .hasSize(1);
  }

  @Test
  void variablesOfTwoSettingsDiffer() {
    assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
  }

  @Test
  void missingFoldersAreMadeForThisUserOnly(@TempDir Path folder) throws IOException {
    Path output = folder.resolve("a/bundles");
    WorkFolders.prepare(
        read(
            "vmgather.output-root", output.toString(),
            "vmgather.staging-root", folder.resolve("staging").toString()));
    assertThat(List.of(output, output.getParent(), folder.resolve("staging")))
        .allSatisfy(
            made ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------"));
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void rootThatIsAFileIsRefusedWithTheSettingsName(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> WorkFolders.prepare(read("vmgather.output-root", file.toString())))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
              assertThat(e.hint()).get().asString().contains("vmgather.output-root");
            });
  }

  private static Settings read(String... namesAndValues) {
    return Settings.read(given(namesAndValues));
  }

  private static SettingSource given(String... namesAndValues) {
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      texts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return SettingSource.of("given", texts);
  }
}
