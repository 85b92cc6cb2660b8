package io.vmgather.importer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinePlanTest {
  private static final long T = 1_700_000_000_000L;
  private static final String LABELS = "{\"__name__\":\"m\",\"a\":\"x\\\"y\",\"b\":\"2\"}";

  private final List<String> sent = new ArrayList<>();

  @Test
  void lineThatNothingIsDoneToPassesAsItsBytes() {
    String line = line(LABELS, "[1.50,null,\"Infinity\",1e-7]", T, T + 1, T + 2, T + 3);

    plan(PlanSettings.unchanged()).add(parsed(line), 1);

    assertThat(sent).containsExactly(line);
  }

  @Test
  void droppedLabelGoesWhereverItStands() {
    String line = line(LABELS, "[1]", T);

    plan(with(Set.of("a"), 0, PlanSettings.NO_CUTOFF, 0, 10)).add(parsed(line), 1);
    plan(with(Set.of("a", "b"), 0, PlanSettings.NO_CUTOFF, 0, 10)).add(parsed(line), 1);

    assertThat(sent)
        .containsExactly(
            line("{\"__name__\":\"m\",\"b\":\"2\"}", "[1]", T),
            line("{\"__name__\":\"m\"}", "[1]", T));
  }

  @Test
  void shiftMovesTimesAndLeavesValuesAsTheyAre() {
    plan(with(Set.of(), -5, PlanSettings.NO_CUTOFF, 0, 10))
        .add(parsed(line(LABELS, "[1.50,null]", T, T + 1)), 1);

    assertThat(sent).containsExactly(line(LABELS, "[1.50,null]", T - 5, T - 4));
  }

  @Test
  void samplesThatAreTooOldAfterTheShiftAreLeftOutAndCounted() {
    LinePlan plan = plan(with(Set.of(), 10, T + 11, 0, 10));

    plan.add(parsed(line(LABELS, "[1,2,3]", T, T + 1, T + 2)), 1);

    assertThat(sent).containsExactly(line(LABELS, "[2,3]", T + 11, T + 12));
    assertThat(plan.counts().droppedOld()).isEqualTo(1);
    assertThat(plan.counts().sentSamples()).isEqualTo(2);
  }

  @Test
  void secondsMicrosecondsAndNanosecondsBecomeMilliseconds() {
    LinePlan plan = plan(PlanSettings.unchanged());
    plan.add(parsed(line(LABELS, "[1]", T / 1000)), 1);
    plan.add(parsed(line(LABELS, "[1]", T * 1000 + 999)), 2);
    plan.add(parsed(line(LABELS, "[1]", T * 1_000_000)), 3);

    assertThat(sent).containsOnly(line(LABELS, "[1]", T));
    assertThat(plan.counts().unit()).isEqualTo(TimestampUnit.NANOS);
  }

  @Test
  void ofEachStepTheLastSampleStays() {
    plan(with(Set.of(), 0, PlanSettings.NO_CUTOFF, 10, 10))
        .add(parsed(line(LABELS, "[1,2,3,4]", T + 1, T + 10, T + 11, T + 12)), 1);

    assertThat(sent).containsExactly(line(LABELS, "[2,4]", T + 10, T + 12));
  }

  @Test
  void gapReplacesNoSample() {
    plan(with(Set.of(), 0, PlanSettings.NO_CUTOFF, 10, 10))
        .add(parsed(line(LABELS, "[1,null]", T + 1, T + 5)), 1);

    assertThat(sent).containsExactly(line(LABELS, "[1,null]", T + 1, T + 5));
  }

  @Test
  void numbersThatAreNoTimesNeverBecomeOne() {
    LinePlan plan = plan(PlanSettings.unchanged());
    String[] odd = {
      "[9223372036854775808]",
      "[-9223372036854775808]",
      "[1700000000000000000,9999999999999999999]",
      "[1700000000,2305843009213693952]",
      "[1700000000000,123456789012345678901234567890]"
    };
    for (String stamps : odd) {
      String values = stamps.contains(",") ? "[1,2]" : "[1]";
      String text =
          "{\"metric\":" + LABELS + ",\"values\":" + values + ",\"timestamps\":" + stamps + "}";

      assertThat(plan.add(parsed(text), 1)).as(stamps).isFalse();
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void labelWithoutAValueIsNoLabelToTheTargetsLimit() {
    String labels = "{\"__name__\":\"m\",\"a\":\"\",\"b\":\"2\"}";
    for (Set<String> dropped : List.of(Set.<String>of(), Set.of("c"))) {
      PlanSettings settings = with(dropped, 0, PlanSettings.NO_CUTOFF, 0, 10);
      LinePlan roomy = new LinePlan(settings, 2, (bytes, from, to, samples) -> {});
      LinePlan narrow = new LinePlan(settings, 1, (bytes, from, to, samples) -> {});
      roomy.add(parsed(line(labels, "[1]", T)), 1);
      narrow.add(parsed(line(labels, "[1]", T)), 1);
      assertThat(roomy.counts().overLimitSeries()).isZero();
      assertThat(narrow.counts().overLimitSeries()).isEqualTo(1);
    }
  }

  @Test
  void timeThatIsNoneSkipsTheLineAndIsSaid() {
    LinePlan plan = plan(PlanSettings.unchanged());
    String odd =
        line(LABELS, "[1,2]", T, T).replace("," + T + "]", ",123456789012345678901234567890]");

    assertThat(plan.add(parsed(odd), 7)).isFalse();

    assertThat(plan.counts().skipped())
        .containsExactly(new SkippedLine(7, "Timestamp 2 is no time", 2));
    assertThat(sent).isEmpty();
  }

  @Property(tries = 200)
  void anySplitHoldsTheSameSamplesInOrder(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -3, max = 3) Integer> values,
      @ForAll @IntRange(min = 1, max = 70) int samplesPerLine) {
    sent.clear();
    long[] stamps = new long[values.size()];
    for (int i = 0; i < stamps.length; i++) {
      stamps[i] = T + i * 7L;
    }
    String line = line(LABELS, values.toString().replace(" ", ""), stamps);

    plan(with(Set.of(), 0, PlanSettings.NO_CUTOFF, 0, samplesPerLine)).add(parsed(line), 1);

    List<String> samples = new ArrayList<>();
    for (String piece : sent) {
      ExportLine part = parsed(piece);
      assertThat(part.samples()).isLessThanOrEqualTo(samplesPerLine);
      part.forEachSample(
          (b, from, to, at) ->
              samples.add(new String(b, from, to - from, StandardCharsets.UTF_8) + "@" + at));
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < stamps.length; i++) {
      expected.add(values.get(i) + "@" + stamps[i]);
    }
    assertThat(samples).isEqualTo(expected);
  }

  private LinePlan plan(PlanSettings settings) {
    return new LinePlan(
        settings,
        40,
        (b, from, to, samples) -> sent.add(new String(b, from, to - from, StandardCharsets.UTF_8)));
  }

  private static PlanSettings with(
      Set<String> drop, long shift, long cutoff, long step, int samplesPerLine) {
    return new PlanSettings(drop, shift, cutoff, step, samplesPerLine);
  }

  private static String line(String labels, String values, long... stamps) {
    StringBuilder text = new StringBuilder();
    for (long stamp : stamps) {
      text.append(text.length() == 0 ? "" : ",").append(stamp);
    }
    return "{\"metric\":" + labels + ",\"values\":" + values + ",\"timestamps\":[" + text + "]}";
  }

  private static ExportLine parsed(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    ExportLine parsed = new ExportLine();
    assertThat(new LineParser().parse(bytes, 0, bytes.length, parsed)).isPositive();
    return parsed;
  }
}
