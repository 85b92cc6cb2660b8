package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleNameTest {
  private static final String CYRILLIC = "выгрузка";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".zip",
        " .zip",
        ".hidden",
        "..",
        "../up",
        "a/b",
        "a\\b",
        "c:b.zip",
        "a?b",
        "a*b",
        "a<b",
        "a>b",
        "a|b",
        "a\"b",
        "a\nb",
        "a\u0000b",
        "a\u007fb",
        "nul",
        "NUL.zip",
        "con.tar",
        "Com1 .x.zip",
        "lpt¹",
        "a\ud800b",
      })
  void whatSomeSystemDoesNotTakeIsRefusedAtItsField(String name) {
    assertRefused(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "vmexport.zip",
        "two words (1), [x] & y.zip",
        "a.b.c",
        "x.ZIP",
        "console",
        "com10",
        "nullable.zip",
        "größe-" + CYRILLIC + "-輸出-😀",
      })
  void otherNamesPass(String name) {
    assertThatCode(() -> BundleName.require(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ж", "輸", "😀"})
  void lengthCountsInBytesWithTheEndingAndANumber(String letter) {
    int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
    int fits = (143 - ".zip".length() - "_2147483647".length()) / bytes;
    BundleName.require(letter.repeat(fits));
    BundleName.require(letter.repeat(fits) + ".zip");
    assertRefused(letter.repeat(fits + 1));
    assertRefused(letter.repeat(fits + 1) + ".zip");
  }

  @Test
  void whatTheLocaleCanNotWriteIsRefusedBeforeAnExportNotAfterIt() throws Exception {
    assertThat(askIn("POSIX")).isEqualTo("INVALID_INPUT output_settings.archive_name");
    assertThat(askIn("C.UTF-8")).isEqualTo("passes");
  }

  /** Asks a Java that was started in this locale. */
  private static String askIn(String locale) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = System.getProperty("java.class.path");
    ProcessBuilder asked =
        new ProcessBuilder(
            java.toString(), "-XX:TieredStopAtLevel=1", "-cp", classes, Asked.class.getName());
    asked.environment().put("LC_ALL", locale);
    asked.environment().keySet().removeIf(name -> name.equals("JAVA_TOOL_OPTIONS"));
    Process process = asked.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  static final class Asked {
    private Asked() {}

    public static void main(String[] args) {
      try {
        BundleName.require(CYRILLIC);
        System.out.println("passes");
      } catch (GatherException e) {
        System.out.println(e.code() + " " + e.field().orElse("nowhere"));
      }
    }
  }

  private static void assertRefused(String name) {
    assertThatThrownBy(() -> BundleName.require(name))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
              assertThat(e.field()).contains("output_settings.archive_name");
              assertThat(e.hint()).isPresent();
            });
  }
}
