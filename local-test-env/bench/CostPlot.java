import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws what a sample costs against how many there are, as SVG that is readable on light and dark. */
final class CostPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int RIGHT = 50;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;

  private final List<ScaleBench.Row> rows;
  private final int fewest;
  private final int most;
  private final double dearest;
  private final StringBuilder svg = new StringBuilder();

  private CostPlot(List<ScaleBench.Row> rows) {
    this.rows = rows;
    this.fewest = (int) Math.floor(rows.stream().mapToDouble(this::magnitude).min().orElse(0));
    double largest = rows.stream().mapToDouble(this::magnitude).max().orElse(1);
    this.most = Math.max(fewest + 1, (int) Math.ceil(largest));
    double highest =
        rows.stream().mapToDouble(row -> Math.max(row.micros(), row.floorMicros())).max().orElse(1);
    this.dearest = Math.ceil(highest * 10) / 10;
  }

  /** A picture of rows, smallest first. */
  static String of(List<ScaleBench.Row> rows) {
    return new CostPlot(rows).drawn();
  }

  private String drawn() {
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">", WIDTH, HEIGHT);
    add("<title>Microseconds a sample against the number of samples</title>");
    add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
    text(LEFT, 24, "start", "#333", "Microseconds a sample");
    for (int tenth = 0; tenth <= Math.round(dearest * 10); tenth++) {
      double y = y(tenth / 10.0);
      add("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT);
      text(LEFT - 8, y + 4, "end", "#333", String.format(Locale.ROOT, "%.1f", tenth / 10.0));
    }
    for (int power = fewest; power <= most; power++) {
      double x = x(power);
      add("<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/>", x, TOP, HEIGHT - BOTTOM);
      text(x, HEIGHT - BOTTOM + 20, "middle", "#333", String.format(Locale.ROOT, "%,d", Math.round(Math.pow(10, power))));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "#333", "Samples of an export");
    if (rows.stream().anyMatch(row -> row.floorSeconds() > 0)) {
      line("#888", "curl | gzip -6", ScaleBench.Row::floorMicros);
    }
    line("#1a56b0", "vmgather", ScaleBench.Row::micros);
    return svg.append("</svg>\n").toString();
  }

  private void line(String colour, String name, ToDoubleFunction<ScaleBench.Row> cost) {
    StringBuilder path = new StringBuilder();
    for (ScaleBench.Row row : rows) {
      double x = x(magnitude(row));
      double y = y(cost.applyAsDouble(row));
      path.append(path.isEmpty() ? "M" : "L").append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x, y, colour);
    }
    add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, colour);
    ScaleBench.Row last = rows.get(rows.size() - 1);
    text(x(magnitude(last)), y(cost.applyAsDouble(last)) - 10, "end", colour, name);
  }

  private double magnitude(ScaleBench.Row row) {
    return Math.log10(row.shape().samples());
  }

  private double x(double magnitude) {
    return LEFT + (magnitude - fewest) / (most - fewest) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double micros) {
    return HEIGHT - BOTTOM - micros / dearest * (HEIGHT - TOP - BOTTOM);
  }

  private void text(double x, double y, String anchor, String colour, String words) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, y, anchor, colour, words);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
