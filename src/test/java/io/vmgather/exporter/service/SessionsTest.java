package io.vmgather.exporter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.FakeClock;
import io.vmgather.common.Owner;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Owner ANNA = Owner.user("anna");
  private static final Owner BEN = Owner.user("ben");

  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final Sessions sessions = new Sessions(Duration.ofHours(12), new MovingClock());

  @Test
  void ownerKeepsTheDictionaryFromCallToCall() {
    assertThat(sessions.of(ANNA)).isSameAs(sessions.of(ANNA));
  }

  @Test
  void ownersShareNoDictionary() {
    assertThat(sessions.of(ANNA)).isNotSameAs(sessions.of(BEN));
  }

  @Test
  void newSessionBeginsWithoutTokensAndLeavesOthersAlone() {
    Dictionary before = sessions.of(ANNA);
    Dictionary other = sessions.of(BEN);
    sessions.startAnew(ANNA);
    assertThat(sessions.of(ANNA)).isNotSameAs(before);
    assertThat(sessions.of(BEN)).isSameAs(other);
  }

  @Test
  void eachUseKeepsTheSessionForTwelveMoreHours() {
    Dictionary first = sessions.of(ANNA);
    now = now.plus(Duration.ofHours(11));
    assertThat(sessions.of(ANNA)).isSameAs(first);
    now = now.plus(Duration.ofHours(11));
    assertThat(sessions.of(ANNA)).isSameAs(first);
    now = now.plus(Duration.ofHours(13));
    assertThat(sessions.of(ANNA)).isNotSameAs(first);
  }

  @Test
  void exportUnderWayAndItsEndKeepTheSession() {
    Dictionary first = sessions.of(ANNA);
    sessions.exportBegan(ANNA);
    sessions.exportBegan(ANNA);
    now = now.plus(Duration.ofHours(13));
    sessions.exportEnded(ANNA);
    now = now.plus(Duration.ofHours(13));
    sessions.forgetIdle();
    sessions.exportEnded(ANNA);
    now = now.plus(Duration.ofHours(11));
    assertThat(sessions.of(ANNA)).isSameAs(first);
    now = now.plus(Duration.ofHours(13));
    assertThat(sessions.of(ANNA)).isNotSameAs(first);
  }

  @Test
  void tokensOfAResumedExportAreAdoptedOnlyByAFreshSession() {
    Dictionary resumed = new Dictionary();
    sessions.adopt(ANNA, resumed);
    assertThat(sessions.of(ANNA)).isSameAs(resumed);

    String unused = sessions.of(BEN).token("pod", "checkout-1");
    Dictionary own = sessions.of(BEN);
    sessions.adopt(BEN, resumed);
    assertThat(sessions.of(BEN)).isSameAs(own);
  }

  private final class MovingClock extends FakeClock {
    @Override
    public Instant instant() {
      return now;
    }
  }
}
