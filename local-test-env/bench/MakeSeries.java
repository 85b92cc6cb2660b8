import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Writes made-up series in VictoriaMetrics' import format to standard output: 45 metrics of each
 * instance, eight labels a series, counters and gauges as real targets have them. The same
 * arguments give the same bytes.
 *
 * <p>Usage: java MakeSeries.java SERIES HOURS STEP_SECONDS END_MILLIS [aligned|offset]
 */
public final class MakeSeries {
  private static final int METRICS = 45;

  public static void main(String[] args) throws Exception {
    int series = Integer.parseInt(args[0]);
    double hours = Double.parseDouble(args[1]);
    long step = Long.parseLong(args[2]) * 1000;
    long end = Long.parseLong(args[3]);
    boolean offset = args.length > 4 && args[4].equals("offset");
    int samples = (int) Math.round(hours * 3_600_000 / step);
    try (OutputStream out = new BufferedOutputStream(System.out, 1 << 20)) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < series; i++) {
        int instance = i / METRICS;
        long shift = offset ? Math.floorMod(instance * 7919L, step) : 0;
        line.setLength(0);
        labels(line, i % METRICS, instance);
        values(line, new Random(i), i % METRICS, samples);
        timestamps(line, end - samples * step + shift, step, samples);
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void labels(StringBuilder line, int metric, int instance) {
    int job = instance % 8;
    line.append("{\"metric\":{\"__name__\":\"app_")
        .append(metric % 3 == 0 ? "requests_total_" : metric % 3 == 1 ? "memory_bytes_" : "load_ratio_")
        .append(metric)
        .append("\",\"job\":\"shop-backend-")
        .append(job)
        .append("\",\"instance\":\"10.20.")
        .append(instance / 200)
        .append('.')
        .append(instance % 200 + 1)
        .append(":9100\",\"env\":\"production\",\"namespace\":\"shop-")
        .append(job)
        .append("\",\"pod\":\"backend-")
        .append(job)
        .append('-')
        .append(Integer.toHexString(instance * 40503 & 0xffff))
        .append("\",\"region\":\"eu-central-1\",\"path\":\"/api/v1/orders/")
        .append(metric % 7)
        .append("\"},\"values\":[");
  }

  private static void values(StringBuilder line, Random random, int metric, int samples) {
    long counter = random.nextInt(1_000_000);
    double level = 20 + random.nextInt(60);
    long memory = (200L + random.nextInt(800)) << 20;
    boolean idle = random.nextInt(4) == 0;
    for (int i = 0; i < samples; i++) {
      if (i > 0) {
        line.append(',');
      }
      if (metric % 3 == 0) {
        counter += idle ? 0 : random.nextInt(60);
        line.append(counter);
      } else if (metric % 3 == 1) {
        memory += idle ? 0 : (random.nextInt(65) - 32) * 4096L;
        line.append(memory);
      } else {
        level += idle ? 0 : random.nextGaussian();
        line.append(Math.round(level * 1000) / 1000.0);
      }
    }
  }

  private static void timestamps(StringBuilder line, long first, long step, int samples) {
    line.append("],\"timestamps\":[");
    for (int i = 0; i < samples; i++) {
      if (i > 0) {
        line.append(',');
      }
      line.append(first + i * step);
    }
    line.append("]}\n");
  }
}
