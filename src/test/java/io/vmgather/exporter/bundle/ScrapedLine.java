package io.vmgather.exporter.bundle;

/** One line's parts, kept; the arrays are shared and never changed. */
final class ScrapedLine {
  final byte[] labels;
  final byte[] rest;
  final long last;
  final int samples;

  ScrapedLine(byte[] labels, byte[] rest, long last, int samples) {
    this.labels = labels;
    this.rest = rest;
    this.last = last;
    this.samples = samples;
  }

  void appendTo(Staging staging) {
    staging.append(labels, rest, 0, rest.length, last, samples);
  }
}
