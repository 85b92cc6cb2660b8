package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTicketTest {
  private static final String JOB = "0123456789abcdef0123456789abcdef";

  @Test
  void tokenComesBackAsTheSameTicket() {
    ResumeTicket ticket = new ResumeTicket(JOB, Path.of("staging/Ünter lagen"), SealKey.random());
    assertThat(ResumeTicket.parse(JOB, ticket.token())).isEqualTo(ticket);
    assertThat(ticket.token()).matches("[A-Za-z0-9_-]+");
    assertThat(SealKey.parse(ticket.key().text())).isEqualTo(ticket.key());
  }

  @Test
  void keysDifferAndShowNothing() {
    SealKey key = SealKey.random();
    assertThat(key).isNotEqualTo(SealKey.random());
    ResumeTicket ticket = new ResumeTicket(JOB, Path.of("x"), key);
    assertThat(ticket.toString()).doesNotContain(key.text()).doesNotContain(ticket.token());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "!",
        "AQ",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAL3Rt",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAcmVs",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAALwAv"
      })
  void textThatIsNoTokenIsRefusedAtItsField(String text) {
    assertThatThrownBy(() -> ResumeTicket.parse(JOB, text))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
              assertThat(e.field()).contains("resume_token");
            });
  }
}
