package io.vmgather.common.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class ThinnedSeriesPropertiesTest {
  @Property(tries = 500)
  void extremesAndGapsAndTimeOrderSurviveThinning(
      @ForAll("samples") List<Point> samples, @ForAll @IntRange(min = 10, max = 60) int most) {
    List<Point> points = thinned(samples, most);

    assertThat(points).hasSizeLessThanOrEqualTo(most).isNotEmpty();
    assertThat(points).isSortedAccordingTo(Comparator.comparingLong(Point::millis));
    assertThat(samples).containsAll(points);
    assertThat(values(points).max()).isEqualTo(values(samples).max());
    assertThat(values(points).min()).isEqualTo(values(samples).min());
    assertThat(points.stream().anyMatch(Point::gap))
        .isEqualTo(samples.stream().anyMatch(Point::gap));
  }

  @Property(tries = 200)
  void orderInWhichLinesComeMakesNoDifference(
      @ForAll("samples") List<Point> samples, @ForAll long seed) {
    List<Point> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(thinned(shuffled, 20)).isEqualTo(thinned(samples, 20));
  }

  @Property(tries = 200)
  void fewSamplesStayAsTheyAre(@ForAll("samples") List<Point> samples) {
    List<Point> few = samples.subList(0, Math.min(30, samples.size()));
    List<Point> byTime = few.stream().sorted(Comparator.comparingLong(Point::millis)).toList();

    assertThat(thinned(few, 30)).isEqualTo(byTime);
  }

  @Example
  void seriesThatLivedForAnHourOfADayKeepsItsDetail() {
    List<Point> hour =
        LongStream.range(0, 3600)
            .mapToObj(s -> new Point(1_795_000_000_000L + s * 1000, s))
            .toList();

    assertThat(thinned(hour, 300)).hasSizeGreaterThanOrEqualTo(75);
  }

  @Example
  void timestampsAtBothEndsOfTimeStillFit() {
    List<Point> points = new ArrayList<>();
    for (long i = 0; i < 100; i++) {
      points.add(new Point(Long.MIN_VALUE + i * i, i));
      points.add(new Point(Long.MAX_VALUE - i * i, -i));
    }

    assertThat(thinned(points, 10)).hasSizeLessThanOrEqualTo(10);
  }

  /** Each timestamp once; steps from a millisecond to days. */
  @Provide
  Arbitrary<List<Point>> samples() {
    Arbitrary<Double> values =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(Double.NaN)),
            Tuple.of(1, Arbitraries.of(Double.POSITIVE_INFINITY, 0.0, 7.0)),
            Tuple.of(8, Arbitraries.doubles().between(-1e12, 1e12).map(d -> d + 0.0)));
    Arbitrary<Long> times =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.longs().between(-1000, 1000)),
            Tuple.of(3, Arbitraries.longs().between(1_795_000_000_000L, 1_795_100_000_000L)));
    return Combinators.combine(times, values)
        .as(Point::new)
        .list()
        .uniqueElements(Point::millis)
        .ofMinSize(1)
        .ofMaxSize(400);
  }

  private static List<Point> thinned(List<Point> samples, int most) {
    ThinnedSeries series = new ThinnedSeries(most);
    samples.forEach(sample -> series.add(sample.millis(), sample.value()));
    assertThat(series.samples()).isEqualTo(samples.size());
    return series.points();
  }

  private static DoubleStream values(List<Point> points) {
    return points.stream().filter(point -> !point.gap()).mapToDouble(Point::value);
  }
}
