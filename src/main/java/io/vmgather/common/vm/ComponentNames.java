package io.vmgather.common.vm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which VictoriaMetrics component a process is: by the {@code version} label of its {@code
 * vm_app_version}, and where a build left that empty (Debian's do) by metrics that only this
 * component has. Never by the job's name, which is the customer's.
 */
public final class ComponentNames {
  // victoria-metrics-20260821-145100-tags-v1.150.0-…: the name ends before the date, not before
  // the first dash.
  private static final Pattern VERSION = Pattern.compile("([a-z][a-z0-9_-]*?)-\\d{8}-.*");

  // Seen on the /metrics of 1.112, 1.145 and 1.150.
  private static final Map<String, List<String>> MARKERS = markers();
  private static final String STORAGE = "vm_free_disk_space_bytes";
  // Of vmselect and of the single node, and of vmstorage never.
  private static final String SELECT = "vm_rollup_result_cache_miss_total";
  // Of vminsert only: the single node stores without a connection to vmstorage.
  private static final String CLUSTER_INSERT = "vm_rpc_rows_sent_total";

  private ComponentNames() {}

  /** The component that {@code version} names, such as {@code vmselect}; empty for none. */
  public static String ofVersion(String version) {
    Matcher named = VERSION.matcher(version);
    return named.matches() ? named.group(1) : "";
  }

  /** The components that one process is, given the names of metrics it has; may be empty. */
  public static List<String> ofMetrics(Set<String> names) {
    List<String> found = new ArrayList<>();
    MARKERS.forEach(
        (component, marks) -> {
          if (marks.stream().anyMatch(names::contains)) {
            found.add(component);
          }
        });
    if (names.contains(STORAGE)) {
      // Only the single node stores and answers queries in one process.
      found.add(names.contains(SELECT) ? "victoria-metrics" : "vmstorage");
    } else if (names.contains(SELECT)) {
      found.add("vmselect");
    }
    return found;
  }

  /** Every metric that {@link #ofMetrics} looks at. */
  public static List<String> markerMetrics() {
    return Stream.concat(
            MARKERS.values().stream().flatMap(List::stream), Stream.of(STORAGE, SELECT))
        .toList();
  }

  private static Map<String, List<String>> markers() {
    Map<String, List<String>> marks = new LinkedHashMap<>();
    marks.put("vmagent", List.of("vmagent_remotewrite_queues"));
    marks.put("vmalert", List.of("vmalert_config_last_reload_successful"));
    marks.put(
        "vmauth", List.of("vmauth_config_last_reload_successful", "vmauth_user_requests_total"));
    marks.put("vminsert", List.of(CLUSTER_INSERT));
    return marks;
  }
}
