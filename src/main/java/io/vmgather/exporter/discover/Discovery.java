package io.vmgather.exporter.discover;

import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.source.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what a VictoriaMetrics monitors of its own kind, and the jobs of a selection. Any thread.
 * All calls throw {@code GatherException} as {@link VmClient#call} does.
 */
public final class Discovery {
  private final VmClient client;

  public Discovery(VmClient client) {
    this.client = client;
  }

  /** Components, jobs, instances and their series within {@code window}. */
  public Discovered components(TimeWindow window) {
    Queries queries = new Queries(client);
    List<Target> targets = new Targets(queries).find(window);
    if (targets.isEmpty()) {
      return new Discovered(List.of(), List.of(), queries.warnings());
    }
    Set<String> jobs = new TreeSet<>();
    targets.forEach(target -> jobs.add(target.job()));
    Map<SeriesCounts.Place, Long> counts = counts(queries, jobs, window);
    return new Discovered(components(targets, counts), targets, queries.warnings());
  }

  /**
   * The jobs within {@code selector}.
   *
   * @throws io.vmgather.common.GatherException INVALID_INPUT at {@code query} when it selects
   *     nothing by its form; REJECTED when the server can't read it
   */
  public SelectorJobs jobs(String selector, TimeWindow window) {
    Queries queries = new Queries(client);
    List<String> selectors = Selectors.checked(List.of(selector));
    Map<String, Long> series = new TreeMap<>();
    Map<String, Integer> instances = new HashMap<>();
    new SeriesCounts(queries)
        .of(selectors, window)
        .forEach(
            (place, count) -> {
              series.merge(place.job(), count, Long::sum);
              instances.merge(place.job(), place.instance().isEmpty() ? 0 : 1, Integer::sum);
            });
    List<JobCount> jobs = new ArrayList<>();
    series.forEach((job, count) -> jobs.add(new JobCount(job, instances.get(job), count)));
    jobs.sort(Comparator.comparingLong(JobCount::metricsCountEstimate).reversed());
    return new SelectorJobs(List.copyOf(jobs), queries.warnings());
  }

  /** Of all jobs at once; where that meets a limit one by one, as far as the server lets. */
  private static Map<SeriesCounts.Place, Long> counts(
      Queries queries, Set<String> jobs, TimeWindow window) {
    SeriesCounts counts = new SeriesCounts(queries);
    try {
      return counts.of(List.of(Selector.ofJobs(jobs).toString()), window);
    } catch (GatherException failure) {
      if (!Queries.tooMuch(failure)) {
        throw failure;
      }
      Map<SeriesCounts.Place, Long> found = new HashMap<>();
      for (String job : jobs) {
        found.putAll(countsOf(job, counts, queries, window));
      }
      return found;
    }
  }

  private static Map<SeriesCounts.Place, Long> countsOf(
      String job, SeriesCounts counts, Queries queries, TimeWindow window) {
    try {
      return counts.of(List.of(Selector.ofJobs(List.of(job)).toString()), window);
    } catch (GatherException failure) {
      if (!Queries.tooMuch(failure)) {
        throw failure;
      }
      queries.warn("The series of some jobs were not counted: " + failure.getMessage());
      return Map.of();
    }
  }

  private static List<Component> components(
      List<Target> targets, Map<SeriesCounts.Place, Long> counts) {
    Map<String, List<Target>> byComponent = new TreeMap<>();
    Map<String, Set<String>> componentsOfJob = new HashMap<>();
    for (Target target : targets) {
      byComponent.computeIfAbsent(target.component(), c -> new ArrayList<>()).add(target);
      componentsOfJob.computeIfAbsent(target.job(), j -> new HashSet<>()).add(target.component());
    }
    return byComponent.entrySet().stream()
        .map(entry -> component(entry.getKey(), entry.getValue(), counts, componentsOfJob))
        .toList();
  }

  private static Component component(
      String name,
      List<Target> targets,
      Map<SeriesCounts.Place, Long> counts,
      Map<String, Set<String>> componentsOfJob) {
    Map<String, Long> jobMetrics = new TreeMap<>();
    Set<SeriesCounts.Place> places = new HashSet<>();
    Set<String> versions = new TreeSet<>();
    for (Target target : targets) {
      jobMetrics.putIfAbsent(target.job(), 0L);
      places.add(new SeriesCounts.Place(target.job(), target.instance()));
      if (!target.version().isEmpty()) {
        versions.add(target.version());
      }
    }
    counts.forEach(
        (place, count) -> {
          // A job that is one component's alone brings all its series, recording rules' too.
          boolean alone = componentsOfJob.getOrDefault(place.job(), Set.of()).equals(Set.of(name));
          if (alone || places.contains(place)) {
            jobMetrics.merge(place.job(), count, Long::sum);
          }
        });
    long all = jobMetrics.values().stream().mapToLong(Long::longValue).sum();
    return new Component(
        name,
        List.copyOf(jobMetrics.keySet()),
        places.size(),
        all,
        jobMetrics,
        List.copyOf(versions));
  }
}
