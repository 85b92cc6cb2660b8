package io.vmgather.exporter.web;

import io.vmgather.exporter.job.ExportConfig;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is exported, in a few words for a list of jobs. Where anything is hidden, it names no job
 * and no label's value: lists are shown to others, too.
 */
final class Description {
  private static final int LONGEST = 120;
  private static final Pattern LITERAL =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"?|'(?:[^'\\\\]|\\\\.)*+'?|`[^`]*+`?");

  private Description() {}

  static String of(ExportConfig config) {
    boolean hides = config.obfuscation().enabled();
    String text = what(config, hides) + jobs(config.jobs(), hides);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static String what(ExportConfig config, boolean hides) {
    if (!config.custom()) {
      return config.components().isEmpty()
          ? "all components"
          : String.join(", ", config.components());
    }
    String query = config.query().strip();
    // An empty value hides nothing, and {job=""} is another question than any job.
    return hides
        ? LITERAL
            .matcher(query)
            .replaceAll(text -> text.end() - text.start() == 2 ? "\"\"" : "\"…\"")
        : query;
  }

  private static String jobs(List<String> jobs, boolean hides) {
    if (jobs.isEmpty()) {
      return "";
    }
    String number = jobs.size() == 1 ? "1 job" : jobs.size() + " jobs";
    return ", " + (hides ? number : "jobs " + String.join(", ", jobs));
  }
}
