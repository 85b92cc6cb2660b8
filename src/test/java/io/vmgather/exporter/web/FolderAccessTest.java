package io.vmgather.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.identity.Asked;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderAccessTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "[::1]", "[::1%lo]", "::ffff:127.0.0.1"})
  void callerOnTheMachineItselfMayLook(String peer) {
    FolderAccess.require(false, Asked.get().from(peer).request());
    assertThat(FolderAccess.given(false, Asked.get().from(peer).request())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.7", "10.0.0.1", "fe80::1%eth0", "[2001:db8::7]", "localhost", ""})
  void callerFromElsewhereMayNotWhateverHeadersSay(String peer) {
    HttpServletRequest request =
        Asked.get()
            .from(peer)
            .header("X-Forwarded-For", "127.0.0.1")
            .header("Forwarded", "for=127.0.0.1")
            .request();
    assertThat(FolderAccess.given(false, request)).isFalse();
    assertThatThrownBy(() -> FolderAccess.require(false, request))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN);
              assertThat(e.hint()).isPresent();
            });
    assertThat(FolderAccess.given(true, request)).as("its staging root, to everybody").isTrue();
  }
}
