package io.vmgather.common.identity;

import io.vmgather.common.Owner;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request as a test describes it; only what the checks read is there. */
public final class Asked {
  private final String method;
  private final Map<String, List<String>> headers = new HashMap<>();
  private String peer = "203.0.113.5";
  private String user;
  private List<String> roles = List.of();
  private final Map<String, Object> attributes = new HashMap<>();

  private Asked(String method) {
    this.method = method;
    of(Owner.ANONYMOUS);
  }

  public static Asked get() {
    return new Asked("GET").header("Host", "localhost:8080");
  }

  public static Asked post() {
    return new Asked("POST")
        .header("Host", "localhost:8080")
        .header("Content-Type", "application/json")
        .header("Content-Length", "2");
  }

  /** Takes the place of an earlier value; none removes the header. */
  public Asked header(String name, String... values) {
    headers.put(name, List.of(values));
    return this;
  }

  public Asked from(String address) {
    peer = address;
    return this;
  }

  /** By the container. */
  public Asked signedInAs(String name, String... inRoles) {
    user = name;
    roles = List.of(inRoles);
    return this;
  }

  /** As {@code RequestFilter} leaves it behind. */
  public Asked of(Owner owner) {
    attributes.put("io.vmgather.caller", new Caller(owner, true, false));
    return this;
  }

  public HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getRemoteAddr" -> peer;
                  case "getUserPrincipal" -> user == null ? null : (Principal) () -> user;
                  case "getHeader" -> first((String) arguments[0]);
                  case "getHeaders" ->
                      Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                  case "isUserInRole" -> roles.contains(arguments[0]);
                  case "getAttribute" -> attributes.get(arguments[0]);
                  case "getContentType" -> first("Content-Type");
                  case "getContentLengthLong" ->
                      first("Content-Length") == null
                          ? -1
                          : Long.parseLong(first("Content-Length"));
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }

  private String first(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
  }
}
