package io.vmgather.exporter.web;

import io.vmgather.exporter.job.ExportConfig;
import java.util.List;

/** What is exported, in a few words for a list of jobs; its owner alone reads it. */
final class Description {
  private static final int LONGEST = 120;

  private Description() {}

  static String of(ExportConfig config) {
    String what = config.custom() ? config.query().strip() : named(config.components());
    String jobs = config.jobs().isEmpty() ? "" : ", jobs " + named(config.jobs());
    String text = what + jobs;
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static String named(List<String> names) {
    return names.isEmpty() ? "all components" : String.join(", ", names);
  }
}
