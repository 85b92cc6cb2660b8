package io.vmgather.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:8080, localhost, 8080",
    ":8080, '', 8080",
    "[::1]:0, ::1, 0",
    "0.0.0.0:8081, 0.0.0.0, 8081",
    "my-host.example:65535, my-host.example, 65535"
  })
  void hostAndPortAreReadAsTheyAreWritten(String text, String host, int port) {
    assertThat(BindAddress.parse(text)).isEqualTo(new BindAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8080",
        "localhost",
        "localhost:",
        "::1:8080",
        "http://localhost:8080",
        ":65536"
      })
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> BindAddress.parse(text))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
              assertThat(e.field()).contains("addr");
              assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("[::1]"));
            });
  }

  @ParameterizedTest
  @CsvSource({"localhost:0, true", "127.0.0.1:0, true", ":0, false", "0.0.0.0:0, false"})
  void onlyLoopbackIsLocal(String text, boolean local) throws Exception {
    Listener listener = Listener.bind(BindAddress.parse(text));
    try (var channel = listener.channel()) {
      assertThat(listener.isLocal()).isEqualTo(local);
      assertThat(listener.port()).isPositive();
      assertThat(channel.isOpen()).isTrue();
    }
  }
}
