package io.vmgather.importer.plan;

import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineBuffer;

/**
 * Makes of each sound line what will be sent, and counts. A line that nothing has to be done to
 * passes as the bytes that it is; values are never read as numbers. One thread.
 */
public final class LinePlan {
  private static final String START = "{\"metric\":";

  private final PlanSettings settings;
  private final LineSink sink;
  private final Labels labels;
  private final StampMemo memo = new StampMemo();
  private final PlanCounts counts;
  private final LineBuffer out = new LineBuffer();
  private final LineBuffer outStamps = new LineBuffer();
  private Stamps stamps;

  /**
   * A plan whose lines go to {@code sink}.
   *
   * @param maxLabels labels of a series that the target takes; only for counting
   */
  public LinePlan(PlanSettings settings, int maxLabels, LineSink sink) {
    this.settings = settings;
    this.sink = sink;
    this.labels = new Labels(settings.dropLabels());
    this.counts = new PlanCounts(maxLabels);
  }

  /**
   * Takes a line that was found sound, but for its times: one with a time that is none is skipped.
   *
   * @param number of the line
   * @return whether it was taken
   */
  public boolean add(ExportLine line, long number) {
    labels.read(line);
    stamps = memo.of(line);
    if (stamps.wrong() != 0) {
      skip(number, "Timestamp " + stamps.wrong() + " is no time", line.samples());
      return false;
    }
    counts.line(labels, stamps);
    if (!needsSelection(line)) {
      counts.sent(labels, stamps, settings.shiftMillis());
      passWhole(line);
    } else {
      select(line);
    }
    return true;
  }

  /** Takes note of a line that can't be imported. */
  public void skip(long number, String reason, long samples) {
    counts.skipped(number, reason, samples);
  }

  public PlanCounts counts() {
    return counts;
  }

  /** The labels of the line that was added last. */
  Labels labels() {
    return labels;
  }

  /** The timestamps of the line that was added last. */
  Stamps stamps() {
    return stamps;
  }

  private boolean needsSelection(ExportLine line) {
    return line.samples() > settings.samplesPerLine()
        || settings.stepMillis() > 0
        || stamps.min() + settings.shiftMillis() < settings.cutoffMillis();
  }

  private void passWhole(ExportLine line) {
    boolean sameTimes = settings.shiftMillis() == 0 && stamps.unit() == TimestampUnit.MILLIS;
    if (sameTimes && !labels.changed()) {
      sink.line(line.bytes(), line.labelsStart() - START.length(), line.restEnd(), line.samples());
      return;
    }
    begin();
    out.append(line.bytes(), line.labelsEnd(), line.timestampsStart());
    if (sameTimes) {
      out.append(line.bytes(), line.timestampsStart(), line.timestampsEnd());
    } else {
      LineBuffer moved = stamps.moved(settings.shiftMillis());
      out.append(moved.bytes(), 0, moved.length());
    }
    out.append("]}");
    sink.line(out.bytes(), 0, out.length(), line.samples());
  }

  private void begin() {
    out.clear();
    out.append(START);
    out.append(labels.bytes(), labels.from(), labels.to());
  }

  /** Sample by sample: those that are left out, and pieces of the allowed length. */
  private void select(ExportLine line) {
    byte[] b = line.bytes();
    long[] millis = stamps.millis();
    int value = line.valuesStart();
    int inPiece = 0;
    for (int i = 0; i < line.samples(); i++) {
      int end = itemEnd(b, value);
      long at = millis[i] + settings.shiftMillis();
      if (at < settings.cutoffMillis()) {
        counts.tooOld();
      } else if (replacedByNext(b, i, end)) {
        counts.thinnedOut();
      } else {
        if (inPiece == 0) {
          begin();
          out.append(",\"values\":[");
          outStamps.clear();
        } else {
          out.append(',');
          outStamps.append(',');
        }
        out.append(b, value, end);
        outStamps.append(Long.toString(at));
        counts.sent(labels, at);
        if (++inPiece == settings.samplesPerLine()) {
          finish(inPiece);
          inPiece = 0;
        }
      }
      value = end + 1;
    }
    if (inPiece > 0) {
      finish(inPiece);
    }
  }

  private void finish(int samples) {
    out.append("],\"timestamps\":[");
    out.append(outStamps.bytes(), 0, outStamps.length());
    out.append("]}");
    sink.line(out.bytes(), 0, out.length(), samples);
  }

  /**
   * Of each interval {@code (k·step, (k+1)·step]} the last sample stays; a gap replaces nothing, as
   * the target would not keep it. Source: VictoriaMetrics lib/storage/dedup.go.
   */
  private boolean replacedByNext(byte[] b, int i, int end) {
    return settings.stepMillis() > 0
        && i + 1 < stamps.count()
        && intervalOf(i) == intervalOf(i + 1)
        && stamps.millis()[i + 1] >= stamps.millis()[i]
        && b[end + 1] != 'n';
  }

  private long intervalOf(int i) {
    return -Math.floorDiv(-(stamps.millis()[i] + settings.shiftMillis()), settings.stepMillis());
  }

  private static int itemEnd(byte[] b, int p) {
    int i = p;
    while (b[i] != ',' && b[i] != ']') {
      i++;
    }
    return i;
  }
}
