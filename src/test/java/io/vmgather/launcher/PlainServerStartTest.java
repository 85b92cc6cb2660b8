package io.vmgather.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainServerStartTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-addr :0",
        "--addr=[::1]:0 --no-browser",
        "-no-browser -debug -output a -staging=b",
      })
  void serversOwnOptionsAreReadInBothForms(String line) {
    assertThat(Work.of(words(line))).isEqualTo(Work.SERVER);
    assertThat(PlainServerStart.read(words(line))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-addr",
        "-addr :0 surplus",
        "-no-browser=false",
        "-adr :0",
        "-output a -export-stdout"
      })
  void allElseIsLeftToTheCommandLineLibrary(String line) {
    assertThat(PlainServerStart.read(words(line))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-output a -oneshot -oneshot-config b", "export --output a"})
  void exportIsNoServerWhateverItsOptions(String line) {
    assertThat(Work.of(words(line))).isEqualTo(Work.EXPORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-addr :0 --help", "discover --url x", "-V", "sho"})
  void questionsAndShortCommandsStayInTheFirstProcess(String line) {
    assertThat(Work.of(words(line))).isEqualTo(Work.SHORT);
  }

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }
}
