package io.vmgather.common.vm;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.GatherException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server is: by its own {@code /metrics} where they can be read, else by its paths. */
record ServerIdentity(String version, String flavour, List<String> components) {
  private static final int MAX_METRICS = 8 * 1024 * 1024;
  private static final Pattern APP_VERSION =
      Pattern.compile(
          "^vm_app_version\\{version=\"([^\"]*)\", ?short_version=\"([^\"]*)\"}",
          Pattern.MULTILINE);
  private static final Pattern METRIC = Pattern.compile("^([a-z][a-z0-9_]*)", Pattern.MULTILINE);
  private static final String SEEN =
      "count by (version) (last_over_time(vm_app_version{version!=\"\"}[1h]))";

  ServerIdentity {
    components = List.copyOf(components);
  }

  /**
   * Asks the server.
   *
   * @param root the server's own root, whose {@code /metrics} are asked
   * @param client the base path that answers queries
   */
  static ServerIdentity of(VmClient root, VmClient client, boolean victoriaMetrics) {
    if (!victoriaMetrics) {
      return new ServerIdentity("", "unknown", List.of());
    }
    String metrics = metrics(root);
    if (ownComponent(metrics).isEmpty()) {
      // Below a reverse proxy's sub-path the root is somebody else's.
      metrics = metrics(client);
    }
    SortedSet<String> components = new TreeSet<>(componentsSeen(client));
    String own = ownComponent(metrics);
    if (!own.isEmpty()) {
      components.add(own);
    }
    return new ServerIdentity(
        version(metrics), flavour(own, client.basePath()), List.copyOf(components));
  }

  static String version(String metrics) {
    Matcher line = APP_VERSION.matcher(metrics);
    return line.find() ? line.group(2) : "";
  }

  static String ownComponent(String metrics) {
    Matcher line = APP_VERSION.matcher(metrics);
    String named = line.find() ? ComponentNames.ofVersion(line.group(1)) : "";
    if (!named.isEmpty()) {
      return named;
    }
    SortedSet<String> names = new TreeSet<>();
    METRIC.matcher(metrics).results().forEach(name -> names.add(name.group(1)));
    List<String> byMetrics = ComponentNames.ofMetrics(names);
    return byMetrics.isEmpty() ? "" : byMetrics.get(0);
  }

  /** The path first: behind a cluster's or a managed path a vmauth is only the door. */
  private static String flavour(String own, String path) {
    if (path.matches(".*/select/[^/]+/prometheus")) {
      return "cluster";
    }
    if (path.matches(".*/(\\d+(:\\d+)?(/rw|/r)?|rw|r)/prometheus")) {
      return "managed";
    }
    return switch (own) {
      case "victoria-metrics" -> "VictoriaMetrics single";
      case "vmauth" -> "vmauth";
      case "vmselect" -> "cluster";
      default -> "unknown";
    };
  }

  /** Empty where a proxy has no route to it: knowing less is no failure. */
  private static String metrics(VmClient root) {
    try {
      return root.text("/metrics", MAX_METRICS);
    } catch (GatherException notServed) {
      return "";
    }
  }

  private static SortedSet<String> componentsSeen(VmClient client) {
    SortedSet<String> seen = new TreeSet<>();
    try {
      JsonNode answer = client.call("/api/v1/query", Params.of("query", SEEN));
      for (JsonNode series : answer.path("data").path("result")) {
        String component =
            ComponentNames.ofVersion(series.path("metric").path("version").asText(""));
        if (!component.isEmpty()) {
          seen.add(component);
        }
      }
    } catch (GatherException unanswered) {
      // The address is found; discovery will say more, or why it can't.
    }
    return seen;
  }
}
