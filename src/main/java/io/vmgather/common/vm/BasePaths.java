package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in front of {@code /api/v1/…}, given a pasted path and what the form says.
 *
 * @param tenant the tenant that the candidates read, empty for none
 * @param subPath path of a reverse proxy in front of VictoriaMetrics' own paths
 * @param candidates likeliest first, at least one; each empty or starting with /
 */
record BasePaths(String tenant, String subPath, List<String> candidates) {
  private static final String TENANT = "\\d{1,10}(?::\\d{1,10})?|multitenant";

  // Everything that is an end point or a page, not a base. Pages: vmui, Prometheus' own /graph.
  private static final Pattern TAIL =
      Pattern.compile(
          "/(api/v1(/.*)?|api|vmui(/.*)?|graph(/.*)?|metrics|health|-/(healthy|ready)|targets|"
              + "federate|alerts|flags|config|rules|vmalert(/.*)?|expand-with-exprs)$");
  private static final Pattern GRAFANA_PROXY =
      Pattern.compile("(.*)/api/datasources/proxy/(uid/[^/]+|\\d+)(/.*)?");
  private static final Pattern GRAFANA_RESOURCES =
      Pattern.compile("(.*)/api/datasources/uid/([^/]+)(/resources)?(/.*)?");
  private static final Pattern GRAFANA_PAGE =
      Pattern.compile("(.*?)(?:/connections)?/datasources/edit/([A-Za-z0-9_-]+)/?");
  // vmselect reads below /select, vminsert writes below /insert: people paste either.
  private static final Pattern CLUSTER =
      Pattern.compile("(.*)/(?:select|insert)/(" + TENANT + ")(?:/prometheus)?(?:/.*)?");
  private static final Pattern CLUSTER_ROOT =
      Pattern.compile("(.*)/(?:select|insert|admin/tenants)");
  // Managed: /<tenant>/rw/prometheus answers queries, /<tenant>/prometheus has the export.
  private static final Pattern MANAGED =
      Pattern.compile("(.*)/(" + TENANT + ")(/rw|/r)?(/prometheus)?");
  private static final Pattern SHARED_READ = Pattern.compile("(.*)(/rw|/r)(/prometheus)?");

  BasePaths {
    candidates = List.copyOf(candidates);
  }

  /**
   * Reads both paths.
   *
   * @param resolvedPath path of {@code full_api_url}, / for its root, empty when there is none
   */
  static BasePaths of(String pastedPath, String resolvedPath, Connection connection) {
    String path = tidy(pastedPath, "connection.url");
    String wanted = checkedTenant(connection.tenantId());
    Builder paths = new Builder(wanted, connection.isMultitenant());
    if (!connection.apiBasePath().isEmpty()) {
      paths.fixed(tidy(connection.apiBasePath(), "connection.api_base_path"));
    } else if (!resolvedPath.isEmpty()) {
      paths.fixed(TAIL.matcher(tidy(resolvedPath, "connection.full_api_url")).replaceFirst(""));
    }
    paths.pasted(path);
    return new BasePaths(paths.tenant, paths.subPath, List.copyOf(paths.found));
  }

  /** One tenant is one whatever its form: {@code 7} and {@code 7:0} name the same. */
  private static String canonical(String tenant) {
    return tenant.replaceFirst(":0+$", "").replaceFirst("^0+(?=\\d)", "");
  }

  private static String checkedTenant(String tenant) {
    if (!tenant.isEmpty() && !tenant.matches(TENANT)) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "Not a tenant: it must be accountID or accountID:projectID")
          .hint("Give numbers such as 0, 1011 or 1011:7, or multitenant for all.")
          .at("connection.tenant_id");
    }
    return tenant;
  }

  private static String tidy(String path, String field) {
    String single = ("/" + path).replaceAll("/{2,}", "/").replaceFirst("/$", "");
    if (single.contains("@")) {
      throw misplacedSignIn("behind the first slash").at(field);
    }
    if (!single.matches("(/[A-Za-z0-9._~!$&'()*+,;=:%-]+)*")
        || single.matches(".*/\\.{1,2}(/.*)?")) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "The path holds what no path may hold")
          .hint("Give a path such as /select/0/prometheus.")
          .at(field);
    }
    return single;
  }

  /** An @ where it can only end a sign-in: its text would be shown like the path around it. */
  static GatherException misplacedSignIn(String place) {
    return new GatherException(ErrorCode.INVALID_INPUT, "An @ stands " + place + " of the address")
        .hint(
            "A sign-in belongs in the fields for it, or before the host, with %2F for a slash,"
                + " %3F for ? and %23 for # in its password; an @ of a path is written %40.");
  }

  /** Collects candidates in order. */
  private static final class Builder {
    final Set<String> found = new LinkedHashSet<>();
    final boolean cluster;
    String tenant;
    String subPath = "";

    Builder(String tenant, boolean cluster) {
      this.tenant = tenant;
      this.cluster = cluster;
    }

    /** A path that somebody resolved before: taken as it is. */
    void fixed(String path) {
      Matcher named = CLUSTER.matcher(path);
      Matcher managed = MANAGED.matcher(path);
      if (named.matches()) {
        agree(named.group(2));
      } else if (managed.matches()) {
        agree(managed.group(2));
      }
      if (named.matches() || managed.matches() || tenantIsDefault()) {
        found.add(path);
      }
    }

    void pasted(String path) {
      if (grafana(path)) {
        return;
      }
      Matcher select = CLUSTER.matcher(path);
      if (select.matches()) {
        agree(select.group(2));
        subPath = select.group(1);
        found.add(subPath + "/select/" + select.group(2) + "/prometheus");
        return;
      }
      String base = TAIL.matcher(path).replaceFirst("");
      Matcher root = CLUSTER_ROOT.matcher(base);
      Matcher managed = MANAGED.matcher(base);
      Matcher shared = SHARED_READ.matcher(base);
      if (root.matches()) {
        subPath = root.group(1);
        clusterOf(tenant.isEmpty() ? "0" : tenant);
      } else if (managed.matches()) {
        managed(managed);
      } else if (shared.matches()) {
        subPath = shared.group(1);
        found.add(subPath + shared.group(2) + "/prometheus");
        found.add(subPath + shared.group(2));
      } else {
        plain(base);
      }
    }

    private boolean grafana(String path) {
      Matcher proxy = GRAFANA_PROXY.matcher(path);
      if (proxy.matches()) {
        String tail = proxy.group(3) == null ? "" : TAIL.matcher(proxy.group(3)).replaceFirst("");
        subPath = proxy.group(1) + "/api/datasources/proxy/" + proxy.group(2);
        found.add(subPath + tail);
        return true;
      }
      for (Pattern form : List.of(GRAFANA_RESOURCES, GRAFANA_PAGE)) {
        Matcher source = form.matcher(path);
        if (source.matches()) {
          // The proxy streams any route of the data source; resources knows only a few.
          subPath = source.group(1) + "/api/datasources/proxy/uid/" + source.group(2);
          found.add(subPath);
          found.add(source.group(1) + "/api/datasources/uid/" + source.group(2) + "/resources");
          return true;
        }
      }
      return false;
    }

    private void managed(Matcher path) {
      agree(path.group(2));
      subPath = path.group(1);
      String own = subPath + "/" + path.group(2);
      String reading = path.group(3) == null ? "" : path.group(3);
      found.add(own + reading + "/prometheus");
      found.add(own + "/prometheus");
      found.add(own + "/rw/prometheus");
      found.add(subPath + "/select/" + path.group(2) + "/prometheus");
      found.add(own + reading);
    }

    private void plain(String base) {
      subPath = base.endsWith("/prometheus") ? base.substring(0, base.lastIndexOf('/')) : base;
      if (!tenant.isEmpty()) {
        clusterOf(tenant);
      }
      if (cluster && tenant.isEmpty()) {
        clusterOf("multitenant");
      }
      // Without /select a tenant other than the default would be dropped, and foreign data read.
      if (tenantIsDefault()) {
        found.add(base);
        found.add(base.endsWith("/prometheus") ? subPath : base + "/prometheus");
        found.add(subPath + "/select/0/prometheus");
      }
    }

    private boolean tenantIsDefault() {
      return tenant.isEmpty() || canonical(tenant).equals("0");
    }

    private void clusterOf(String named) {
      found.add(subPath + "/select/" + named + "/prometheus");
      if (!named.equals("multitenant")) {
        found.add(subPath + "/" + named + "/prometheus");
        found.add(subPath + "/" + named + "/rw/prometheus");
      }
    }

    private void agree(String inPath) {
      if (!tenant.isEmpty() && !canonical(tenant).equals(canonical(inPath))) {
        throw new GatherException(
                ErrorCode.INVALID_INPUT,
                "The address names tenant " + inPath + ", tenant_id names " + tenant)
            .hint("Leave one of them out.")
            .at("connection.tenant_id");
      }
      tenant = inPath;
    }
  }
}
