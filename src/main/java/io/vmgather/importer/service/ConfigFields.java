package io.vmgather.importer.service;

import io.vmgather.common.GatherException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names the parts of a connection as the importer's configuration does. */
public final class ConfigFields {
  private static final Map<String, String> NAMES =
      Map.of(
          "connection.url", "endpoint",
          "connection.full_api_url", "endpoint",
          "connection.api_base_path", "endpoint",
          "connection.tenant_id", "tenant_id",
          "connection.auth", "auth_type",
          "connection.auth.type", "auth_type",
          "connection.auth.username", "username",
          "connection.auth.token", "password",
          "connection.auth.header_name", "custom_header_name",
          "connection.auth.header_value", "custom_header_value");

  private ConfigFields() {}

  /** The same failure at the field that the client knows. */
  public static GatherException named(GatherException failure) {
    Optional<String> field = failure.field().map(ConfigFields::name);
    return field.isPresent() ? failure.at(field.get()) : failure;
  }

  private static String name(String field) {
    for (String nested : List.of("connection.", "connection.auth.")) {
      String rest = field.startsWith(nested) ? field.substring(nested.length()) : "";
      if (rest.startsWith("tls.") || rest.startsWith("oauth2")) {
        return rest;
      }
    }
    return NAMES.get(field);
  }
}
