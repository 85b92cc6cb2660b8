package io.vmgather.exporter.discover;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.ComponentNames;
import io.vmgather.exporter.source.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the scraped VictoriaMetrics processes of a window. */
final class Targets {
  private static final int MAX_MARKERS = 1_000_000;

  private final Queries queries;

  Targets(Queries queries) {
    this.queries = queries;
  }

  /** All of them; a process whose build tells neither version nor metrics is left out. */
  List<Target> find(TimeWindow window) {
    String query =
        "count by (job, instance, version, short_version) (last_over_time(vm_app_version["
            + Queries.lookback(window)
            + "]))";
    Set<Target> found = new LinkedHashSet<>();
    Map<SeriesCounts.Place, String> unnamed = new HashMap<>();
    for (Queries.Series one : queries.instant(query, window.lastMillis())) {
      String component = ComponentNames.ofVersion(one.label("version"));
      String version =
          one.label("short_version").isEmpty() ? one.label("version") : one.label("short_version");
      var place = new SeriesCounts.Place(one.label("job"), one.label("instance"));
      if (component.isEmpty()) {
        unnamed.put(place, version);
      } else {
        found.add(new Target(component, place.job(), place.instance(), version));
      }
    }
    if (!unnamed.isEmpty()) {
      byMetrics(unnamed, window, found);
    }
    return found.stream()
        .sorted(
            Comparator.comparing(Target::component)
                .thenComparing(Target::job)
                .thenComparing(Target::instance)
                .thenComparing(Target::version))
        .toList();
  }

  private void byMetrics(
      Map<SeriesCounts.Place, String> unnamed, TimeWindow window, Set<Target> found) {
    Set<String> jobs = new HashSet<>();
    unnamed.keySet().forEach(place -> jobs.add(place.job()));
    Map<SeriesCounts.Place, Set<String>> metrics = markers(jobs, window);
    unnamed.forEach(
        (place, version) -> {
          for (String component : ComponentNames.ofMetrics(metrics.getOrDefault(place, Set.of()))) {
            found.add(new Target(component, place.job(), place.instance(), version));
          }
        });
  }

  private Map<SeriesCounts.Place, Set<String>> markers(Collection<String> jobs, TimeWindow window) {
    String selector =
        Selector.ofAny("__name__", ComponentNames.markerMetrics()).withJobs(jobs).toString();
    Map<SeriesCounts.Place, Set<String>> found = new HashMap<>();
    for (Map<String, String> labels : seriesOf(selector, window)) {
      String job = labels.getOrDefault("job", "");
      String instance = labels.getOrDefault("instance", "");
      found
          .computeIfAbsent(new SeriesCounts.Place(job, instance), place -> new HashSet<>())
          .add(labels.get("__name__"));
    }
    return found;
  }

  /** By the index alone, whose grain is a day: which component a process is doesn't change. */
  private List<Map<String, String>> seriesOf(String selector, TimeWindow window) {
    try {
      List<Map<String, String>> found = new ArrayList<>();
      queries.eachSeries(List.of(selector), window, MAX_MARKERS, found::clear, found::add);
      return found;
    } catch (GatherException failure) {
      // A vmauth user may have the route of queries only.
      if (failure.code() != ErrorCode.ROUTE_MISSING && !Queries.tooMuch(failure)) {
        throw failure;
      }
      String query =
          "count by (__name__, job, instance) (last_over_time("
              + selector
              + "["
              + Queries.lookback(window)
              + "]))";
      return queries.instant(query, window.lastMillis()).stream()
          .map(Queries.Series::labels)
          .toList();
    }
  }
}
