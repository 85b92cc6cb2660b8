package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Where an import goes on after its target has died. */
class SettledOffsetTest {
  private static final AgreedPlan PLAN = new AgreedPlan(0, "as it is");
  private static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");

  private final SettledOffset offset = new SettledOffset(0);

  @Test
  void whatWasTakenLongBeforeALaterAnswerIsSettled() {
    taken(100, BEGIN);
    taken(200, BEGIN.plusSeconds(10));
    assertThat(offset.settled()).isZero();
    taken(300, BEGIN.plusSeconds(20));
    assertThat(offset.taken()).isEqualTo(300);
    assertThat(offset.rewind()).isEqualTo(100);
    assertThat(offset.taken()).isEqualTo(100);
  }

  @Test
  void silenceSettlesNothing() {
    // The target may have died right after its only answer, however late that is noticed.
    taken(100, BEGIN);
    assertThat(offset.rewind()).isZero();
    taken(100, BEGIN.plusSeconds(3600));
    assertThat(offset.settled()).isZero();
  }

  @Test
  void answersThatAnotherProcessMayHaveGivenSettleNothing() {
    offset.acknowledged(100, BEGIN);
    offset.acknowledged(200, BEGIN.plusSeconds(60));
    assertThat(offset.settled()).isZero();
    offset.alive(BEGIN.plusSeconds(61));
    assertThat(offset.settled()).isEqualTo(100);
  }

  private void taken(long until, Instant now) {
    offset.acknowledged(until, now);
    offset.alive(now);
  }

  @Test
  void onlyTheVeryProcessThatTookItIsTrustedWithWhatIsNotSettled() {
    Checkpoint checkpoint = Checkpoint.of("sum", PLAN, TargetKeeps.UNKNOWN, 500, 200, 1_700_000);
    assertThat(checkpoint.resumeOffset(1_700_000)).isEqualTo(500);
    assertThat(checkpoint.resumeOffset(1_700_001)).isEqualTo(200);
    assertThat(checkpoint.resumeOffset(TargetStart.UNKNOWN)).isEqualTo(200);
    Checkpoint unknown = Checkpoint.of("sum", PLAN, TargetKeeps.UNKNOWN, 500, 200, 0);
    assertThat(unknown.resumeOffset(0)).isEqualTo(200);
  }

  @Test
  void aProcessInItsFirstSecondIsNotTrustedAsItsSuccessorCouldSayTheSame() {
    String metrics =
        """
        vm_rows{type="storage/inmemory"} 0
        vm_app_start_timestamp 1795628303
        vm_app_uptime_seconds %d
        """;
    assertThat(TargetStart.of(metrics.formatted(0))).isEqualTo(TargetStart.UNKNOWN);
    assertThat(TargetStart.of(metrics.formatted(1))).isEqualTo(1_795_628_303);
    assertThat(TargetStart.of(metrics.formatted(10))).isEqualTo(1_795_628_303);
    assertThat(TargetStart.of("vm_app_start_timestamp 1\n")).isEqualTo(TargetStart.UNKNOWN);
  }
}
