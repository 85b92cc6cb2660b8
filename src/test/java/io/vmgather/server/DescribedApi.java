package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code api/openapi.json} says, to hold real requests and answers against. An answer's field
 * that it does not name is an error here, though clients are told to expect more.
 */
final class DescribedApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final JsonNode document;
  private final JsonNode strict;
  private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

  DescribedApi(String document) throws IOException {
    this.document = JSON.readTree(document);
    this.strict = JSON.readTree(document);
    for (JsonNode schema : strict.at("/components/schemas")) {
      if (schema.has("properties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
  }

  /** All that there are, such as {@code GET /export/status}. */
  List<String> operations() {
    List<String> operations = new ArrayList<>();
    document
        .at("/paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> operations.add(name(method, path.getKey()))));
    return operations;
  }

  static String name(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + path;
  }

  /** A request that was taken. */
  void checkRequest(String method, String path, String body) throws IOException {
    JsonNode schema = operation(method, path).at("/requestBody/content/application~1json/schema");
    assertThat(schema.isMissingNode()).as(name(method, path) + " takes no body").isFalse();
    check(name(method, path) + " takes", document, schema, JSON.readTree(body));
  }

  /**
   * Any answer.
   *
   * @param path below {@code api}, without the query
   */
  void checkAnswer(String method, String path, int status, HttpHeaders headers, byte[] body)
      throws IOException {
    String name = name(method, path) + " answers " + status;
    JsonNode operation = operation(method, path);
    if (operation.isMissingNode()) {
      assertThat(status).as(name).isIn(403, 404, 405, 415);
      assertThat(headers.firstValue("Allow").isPresent()).as(name).isEqualTo(status == 405);
      checkContent(name, strict.at("/components/responses/Failure"), headers, body);
      return;
    }
    JsonNode answer = resolved(operation.at("/responses/" + status));
    assertThat(answer.isMissingNode()).as(name + ", which is not described").isFalse();
    answer
        .at("/headers")
        .fieldNames()
        .forEachRemaining(header -> assertThat(headers.firstValue(header)).as(name).isPresent());
    if (!method.equals("HEAD")) {
      checkContent(name, answer, headers, body);
    }
  }

  private void checkContent(String name, JsonNode answer, HttpHeaders headers, byte[] body)
      throws IOException {
    String type = headers.firstValue("Content-Type").orElse("").split(";", 2)[0];
    if (!answer.has("content")) {
      assertThat(body).as(name).isEmpty();
      return;
    }
    JsonNode content = answer.get("content").get(type);
    assertThat(content).as(name + " of type " + type).isNotNull();
    if (type.equals("application/json")) {
      check(name, strict, content.get("schema"), JSON.readTree(body));
    } else if (type.equals("text/event-stream")) {
      checkEvents(name, new String(body, StandardCharsets.UTF_8));
    }
  }

  private void checkEvents(String name, String events) throws IOException {
    String type =
        strict.at("/components/schemas").has("ImportStatus") ? "ImportStatus" : "ExportStatus";
    JsonNode status = JSON.readTree("{\"$ref\": \"#/components/schemas/" + type + "\"}");
    for (String line : events.lines().toList()) {
      if (line.startsWith("data: ")) {
        check(name, strict, status, JSON.readTree(line.substring(6)));
      }
    }
  }

  private void check(String name, JsonNode from, JsonNode schema, JsonNode value) {
    ObjectNode root = schema.deepCopy();
    root.set("components", from.get("components"));
    JsonSchema compiled = schemas.computeIfAbsent(root, FACTORY::getSchema);
    assertThat(compiled.validate(value)).as(name + " " + value).isEmpty();
  }

  private JsonNode operation(String method, String path) {
    JsonNode methods = strict.get("paths").path(path);
    return methods.path(method.toLowerCase(Locale.ROOT));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? strict.at(node.get("$ref").asText().substring(1)) : node;
  }
}
