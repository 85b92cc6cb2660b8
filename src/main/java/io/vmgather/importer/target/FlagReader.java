package io.vmgather.importer.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The flags of a target: out of its own metrics, else out of those that it scraped. In a cluster
 * the storage nodes have them, which only the scraped ones tell.
 */
final class FlagReader {
  private static final int MAX_METRICS = 8 * 1024 * 1024;
  private static final Pattern FLAG =
      Pattern.compile("^flag\\{name=\"([^\"]+)\", ?value=\"([^\"]*)\"", Pattern.MULTILINE);
  private static final String SCRAPED =
      "count by (name, value) (last_over_time(flag{name=~\"%s\"}[1h]))";

  private final Map<String, String> own = new TreeMap<>();
  private final Map<String, TreeSet<String>> scraped = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

  private FlagReader() {}

  /**
   * Asks for some flags; what can't be asked is left out.
   *
   * @param query at the path that answers queries
   */
  static FlagReader ask(VmClient query, List<String> names) {
    FlagReader flags = new FlagReader();
    flags.readOwn(query.withBasePath(""));
    if (!flags.own.containsKey("retentionPeriod") && !query.basePath().isEmpty()) {
      // Below a proxy's path the root is somebody else's.
      flags.readOwn(query);
    }
    if (!flags.own.keySet().containsAll(names)) {
      flags.readScraped(query, names);
    }
    return flags;
  }

  /** The flag, if it is known and of one value. */
  Optional<FlagValue> flag(String name) {
    if (own.containsKey(name)) {
      return Optional.of(new FlagValue(own.get(name), FlagSource.METRICS));
    }
    TreeSet<String> values = scraped.getOrDefault(name, new TreeSet<>());
    if (values.size() > 1) {
      warnings.add(
          "The target scrapes servers with different values of -"
              + name
              + " ("
              + String.join(", ", values)
              + "): which one is its own can't be told.");
    }
    return values.size() == 1
        ? Optional.of(new FlagValue(values.first(), FlagSource.PROMQL))
        : Optional.empty();
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private void readOwn(VmClient client) {
    try {
      Matcher line = FLAG.matcher(client.text("/metrics", MAX_METRICS));
      while (line.find()) {
        own.put(line.group(1), line.group(2));
      }
    } catch (GatherException notServed) {
      // Many proxies have no route to it: knowing less is no failure.
    }
  }

  private void readScraped(VmClient query, List<String> names) {
    try {
      JsonNode answer =
          query.call(
              "/api/v1/query", Params.of("query", SCRAPED.formatted(String.join("|", names))));
      for (JsonNode series : answer.path("data").path("result")) {
        String value = series.path("metric").path("value").asText("");
        // vmagent has the flag too, without a limit; and an empty one says nothing.
        if (!value.isEmpty() && !value.equals("0")) {
          scraped
              .computeIfAbsent(
                  series.path("metric").path("name").asText(""), name -> new TreeSet<>())
              .add(value);
        }
      }
    } catch (GatherException unanswered) {
      // Then they stay unknown, and are said to be.
    }
  }
}
