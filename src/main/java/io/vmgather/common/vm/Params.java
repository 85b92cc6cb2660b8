package io.vmgather.common.vm;

import io.vmgather.common.TimeWindow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The form parameters of a request, in order; a name may come several times. Immutable. */
public final class Params {
  private static final Params NONE = new Params(List.of());

  private final List<Map.Entry<String, String>> pairs;

  private Params(List<Map.Entry<String, String>> pairs) {
    this.pairs = pairs;
  }

  public static Params none() {
    return NONE;
  }

  public static Params of(String name, String value) {
    return NONE.and(name, value);
  }

  /** These and one more. */
  public Params and(String name, String value) {
    return and(name, List.of(value));
  }

  /** These and one {@code name} for each value. */
  public Params and(String name, Collection<String> values) {
    List<Map.Entry<String, String>> more = new ArrayList<>(pairs);
    values.forEach(value -> more.add(Map.entry(name, value)));
    return new Params(List.copyOf(more));
  }

  public Params and(String name, long value) {
    return and(name, Long.toString(value));
  }

  /**
   * These and the window's {@code start} and {@code end}. VictoriaMetrics includes both ends, so
   * the end sent is the window's last millisecond.
   */
  public Params in(TimeWindow window) {
    return and("start", seconds(window.startMillis())).and("end", seconds(window.lastMillis()));
  }

  /** Epoch milliseconds as the fractional seconds that every release of the API reads alike. */
  public static String seconds(long epochMillis) {
    long millis = Math.floorMod(epochMillis, 1000L);
    String whole = Long.toString(Math.floorDiv(epochMillis, 1000L));
    return millis == 0 ? whole : whole + '.' + String.format(Locale.ROOT, "%03d", millis);
  }

  /** {@code application/x-www-form-urlencoded}. */
  String formEncoded() {
    return pairs.stream()
        .map(pair -> encode(pair.getKey()) + '=' + encode(pair.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
