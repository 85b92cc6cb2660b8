package io.vmgather.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmgather.common.web.ApiApplication;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.common.web.ErrorBody;
import jakarta.ws.rs.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One application's interface as an OpenAPI document. */
final class Description {
  private static final String ABOUT =
      """
      JSON in snake_case and UTF-8. Times are RFC 3339: any offset is taken, answers are in UTC. Durations are in \
      seconds, sizes in bytes.

      Fields of a request that nobody knows are ignored; null means the same as a missing field. Answers get new \
      fields in later versions, and lose none.

      Every failure has one shape, `ErrorBody`: 404 for an address where nothing is, 405 with `Allow` for a wrong \
      method, 403 for a request that another site's page sent. What is another user's is 404.

      Send `Content-Type: application/json` with every POST. Each answer names its request in `X-Request-Id`.""";

  private static final String ACCESS_TOKEN = "access_token";

  private Description() {}

  static ObjectNode of(Class<? extends ApiApplication> application, Comments comments)
      throws ReflectiveOperationException {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    String part = application.getSimpleName().replace("Application", "").toLowerCase(Locale.ROOT);
    document
        .putObject("info")
        .put("title", "vmgather " + part)
        .put("version", new BuildInfo().version())
        .put("description", ABOUT)
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("identifier", "Apache-2.0");
    // From where this document lies, whatever stands before it.
    document.putArray("servers").addObject().put("url", "../api");
    document
        .putArray("security")
        .add(JsonNodeFactory.instance.objectNode())
        .addObject()
        .putArray(ACCESS_TOKEN);
    Schemas schemas = new Schemas(comments);
    Map<String, ObjectNode> paths = paths(application, comments, schemas);
    document.putObject("paths").setAll(paths);
    ObjectNode components = document.putObject("components");
    schemas.answer(ErrorBody.class);
    components.putObject("schemas").setAll(schemas.named());
    Failures.describe(components.putObject("responses"));
    components
        .putObject("securitySchemes")
        .putObject(ACCESS_TOKEN)
        .put("type", "http")
        .put("scheme", "bearer")
        .put(
            "description",
            "Of a runnable jar that others can reach: it prints the token when it starts.");
    return document;
  }

  private static Map<String, ObjectNode> paths(
      Class<? extends ApiApplication> application, Comments comments, Schemas schemas)
      throws ReflectiveOperationException {
    Operations operations = new Operations(comments, schemas);
    Map<String, ObjectNode> paths = new TreeMap<>();
    for (Class<?> resource : resources(application)) {
      operations
          .of(resource)
          .forEach(
              (path, methods) -> paths.merge(path, methods, (one, other) -> one.setAll(other)));
    }
    return paths;
  }

  private static List<Class<?>> resources(Class<? extends ApiApplication> application)
      throws ReflectiveOperationException {
    return application.getConstructor().newInstance().getClasses().stream()
        .filter(one -> one.isAnnotationPresent(Path.class))
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }
}
