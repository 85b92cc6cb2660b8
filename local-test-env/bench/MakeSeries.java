import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Writes made-up series in VictoriaMetrics' import format to standard output: 45 metrics of each
 * instance (with {@code hosts}: one), eight labels a series, counters and gauges as real targets
 * have them; with {@code offset} each target at a moment of its own. The same arguments give the
 * same bytes.
 *
 * <p>Usage: java MakeSeries.java SERIES HOURS STEP_SECONDS END_MILLIS [aligned|offset|hosts]
 */
public final class MakeSeries {
  private static final int METRICS = 45;

  // VictoriaMetrics takes lines up to 10 MB.
  private static final int SAMPLES_A_LINE = 100_000;

  public static void main(String[] args) throws Exception {
    int series = Integer.parseInt(args[0]);
    double hours = Double.parseDouble(args[1]);
    long step = Long.parseLong(args[2]) * 1000;
    long end = Long.parseLong(args[3]);
    String kind = args.length > 4 ? args[4] : "aligned";
    int metrics = kind.equals("hosts") ? 1 : METRICS;
    int samples = (int) (hours * 3_600_000 / step);
    try (OutputStream out = new BufferedOutputStream(System.out, 1 << 20)) {
      for (int i = 0; i < series; i++) {
        int instance = i / metrics;
        long shift = kind.equals("offset") ? Math.floorMod(instance * 7919L, step) : 0;
        write(out, new Values(i, i % metrics), instance, end - samples * step + shift, step, samples);
      }
    }
  }

  private static void write(
      OutputStream out, Values values, int instance, long first, long step, int samples)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int done = 0; done < samples; done += SAMPLES_A_LINE) {
      int some = Math.min(SAMPLES_A_LINE, samples - done);
      line.setLength(0);
      labels(line, values.metric, instance);
      values.append(line, some);
      timestamps(line, first + done * step, step, some);
      out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void labels(StringBuilder line, int metric, int instance) {
    int job = instance % 8;
    line.append("{\"metric\":{\"__name__\":\"app_")
        .append(metric % 3 == 0 ? "requests_total_" : metric % 3 == 1 ? "memory_bytes_" : "load_ratio_")
        .append(metric)
        .append("\",\"job\":\"shop-backend-")
        .append(job)
        .append("\",\"instance\":\"10.")
        .append(20 + instance / 40_000)
        .append('.')
        .append(instance / 200 % 200)
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

  /** The values of one series, which go on from line to line. */
  private static final class Values {
    private final Random random;
    private final int metric;
    private final boolean idle;
    private long counter;
    private double level;
    private long memory;

    Values(int seed, int metric) {
      this.random = new Random(seed);
      this.metric = metric;
      counter = random.nextInt(1_000_000);
      level = 20 + random.nextInt(60);
      memory = (200L + random.nextInt(800)) << 20;
      idle = random.nextInt(4) == 0;
    }

    void append(StringBuilder line, int samples) {
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
