package io.vmgather.exporter.job;

import io.vmgather.exporter.obfuscate.Target;
import java.util.List;
import java.util.TreeSet;

/**
 * What was found before an export begins.
 *
 * @param flavour of the source, such as {@code cluster}
 * @param versions of its components, sorted and unique
 * @param targets what runs where; empty where the source does not tell
 */
record Survey(String flavour, List<String> versions, List<Target> targets) {
  Survey {
    versions = List.copyOf(new TreeSet<>(versions));
    targets = List.copyOf(targets);
  }

  /** Jobs of the given components; of all VictoriaMetrics components when none is given. */
  List<String> jobsOf(List<String> components) {
    TreeSet<String> jobs = new TreeSet<>();
    for (Target target : targets) {
      boolean wanted = components.isEmpty() || components.contains(target.component());
      if (wanted && !target.component().isEmpty() && !target.job().isEmpty()) {
        jobs.add(target.job());
      }
    }
    return List.copyOf(jobs);
  }

  /** Components that run in the given jobs; all when none is given. Sorted and unique. */
  List<String> componentsOf(List<String> jobs) {
    TreeSet<String> components = new TreeSet<>();
    for (Target target : targets) {
      if (!target.component().isEmpty() && (jobs.isEmpty() || jobs.contains(target.job()))) {
        components.add(target.component());
      }
    }
    return List.copyOf(components);
  }
}
