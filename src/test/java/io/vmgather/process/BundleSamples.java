package io.vmgather.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** What a bundle holds, whatever way its lines are cut: each series' samples in time's order. */
final class BundleSamples {
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"metric\":(\\{.*\\}),\"values\":\\[(.*)\\],\"timestamps\":\\[(.*)\\]\\}");

  private BundleSamples() {}

  /** Series to time to value's text; fails when a sample comes twice. */
  static Map<String, Map<Long, String>> of(Path bundle) {
    Map<String, Map<Long, String>> all = new TreeMap<>();
    try (ZipFile zip = new ZipFile(bundle.toFile());
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    zip.getInputStream(zip.getEntry("metrics.jsonl")), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> add(line, all));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return all;
  }

  static void add(String line, Map<String, Map<Long, String>> all) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("no line of an export: " + line);
    }
    String[] values = parts.group(2).split(",", -1);
    String[] times = parts.group(3).split(",", -1);
    if (values.length != times.length) {
      throw new AssertionError("values and timestamps differ in number: " + line);
    }
    Map<Long, String> series = all.computeIfAbsent(parts.group(1), key -> new TreeMap<>());
    for (int i = 0; i < values.length; i++) {
      if (series.put(Long.valueOf(times[i]), values[i]) != null) {
        throw new AssertionError("twice: " + parts.group(1) + " at " + times[i]);
      }
    }
  }
}
