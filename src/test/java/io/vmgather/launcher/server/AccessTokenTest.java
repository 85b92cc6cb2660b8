package io.vmgather.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.GatherException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  @Test
  void whatTheBrowsersCommandLineShowsServesOnce() {
    AccessToken token = AccessToken.random();
    String shown = token.singleUse();

    assertThat(shown).isNotEqualTo(token.text());
    assertThat(token.matches(shown)).isFalse();
    assertThat(token.redeem(shown)).isTrue();
    assertThat(token.redeem(shown)).isFalse();
    assertThat(token.redeem(token.text())).isTrue();
    assertThat(token.redeem(token.text())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "with a space in it......", "0123456789abcdef&x=1"})
  void guessableOrUnsendableTokensAreRefusedWithoutRepeatingThem(String text) {
    assertThatThrownBy(() -> AccessToken.given(text))
        .isInstanceOf(GatherException.class)
        .hasMessageNotContaining(text);
  }

  @Test
  void tokenDoesNotShowItself() {
    assertThat(AccessToken.given("0123456789abcdef")).asString().doesNotContain("0123");
  }
}
