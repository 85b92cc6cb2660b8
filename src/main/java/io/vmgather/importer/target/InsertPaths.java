package io.vmgather.importer.target;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which paths take data, given the one that answers queries. */
final class InsertPaths {
  private static final Pattern SELECT = Pattern.compile("(.*)/select/([^/]+)/prometheus");
  private static final Pattern READ_ONLY = Pattern.compile("(.*/[^/]+)/r/prometheus");
  private static final Pattern READ_WRITE = Pattern.compile("(.*/[^/]+)/rw/prometheus");
  private static final Pattern MANAGED = Pattern.compile("(.*/\\d+(?::\\d+)?)/prometheus");

  private InsertPaths() {}

  /**
   * Candidates in front of {@code /api/v1/import}, likeliest first, at least one.
   *
   * @param selectPath in front of {@code /api/v1/query}: empty, or starting with /
   */
  static List<String> of(String selectPath) {
    Set<String> found = new LinkedHashSet<>();
    Matcher select = SELECT.matcher(selectPath);
    if (select.matches()) {
      // Reading all tenants has no counterpart: there each line would have to name its own.
      String tenant = select.group(2).equals("multitenant") ? "0" : select.group(2);
      return List.of(select.group(1) + "/insert/" + tenant + "/prometheus");
    }
    for (Pattern managed : List.of(READ_ONLY, READ_WRITE, MANAGED)) {
      Matcher own = managed.matcher(selectPath);
      if (own.matches()) {
        found.add(own.group(1) + "/rw/prometheus");
        found.add(own.group(1) + "/w/prometheus");
        found.add(own.group(1) + "/prometheus");
      }
    }
    found.add(selectPath);
    return List.copyOf(found);
  }
}
