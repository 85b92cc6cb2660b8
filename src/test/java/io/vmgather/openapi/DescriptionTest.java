package io.vmgather.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.exporter.web.ExporterApplication;
import io.vmgather.importer.web.ImporterApplication;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client's author needs stands in the description that the build made. */
class DescriptionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode exporter = JSON.readTree(built(ExporterApplication.class));
  private final JsonNode importer = JSON.readTree(built(ImporterApplication.class));

  @TempDir private Path folder;

  DescriptionTest() throws IOException {}

  @Test
  void everyOperationParameterAndFieldSaysWhatItIs() {
    sayWhatTheyAre(exporter);
    sayWhatTheyAre(importer);
  }

  private static void sayWhatTheyAre(JsonNode application) {
    for (JsonNode path : application.get("paths")) {
      for (JsonNode operation : path) {
        assertThat(operation.path("summary").asText()).as(operation.toString()).isNotBlank();
        for (JsonNode parameter : operation.path("parameters")) {
          assertThat(parameter.has("description")).as(operation.toString()).isTrue();
        }
      }
    }
    application
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .path("properties")
                    .properties()
                    .forEach(
                        field ->
                            assertThat(field.getValue().path("description").asText())
                                .as(schema.getKey() + "." + field.getKey())
                                .isNotBlank()));
  }

  @Test
  void operationsHaveNamesOfTheirOwn() {
    assertThat(names(exporter)).contains("exportStart", "download", "headDownload", "fsList");
    assertThat(names(importer)).contains("bundle", "putBundle", "upload", "putUpload");
  }

  private static Set<String> names(JsonNode application) {
    Set<String> names = new HashSet<>();
    for (JsonNode path : application.get("paths")) {
      for (JsonNode operation : path) {
        assertThat(names.add(operation.get("operationId").asText())).isTrue();
      }
    }
    return names;
  }

  @Test
  void bodiesThatAreFilesAndPartsOfFormsAreTold() {
    for (String path : List.of("/paths/~1bundle/put", "/paths/~1upload/put")) {
      assertThat(importer.at(path + "/requestBody/required").asBoolean()).as(path).isTrue();
      assertThat(importer.at(path + "/requestBody/content").has("application/octet-stream"))
          .as(path)
          .isTrue();
    }
    JsonNode form =
        importer.at("/paths/~1analyze/post/requestBody/content/multipart~1form-data/schema");
    assertThat(form.get("properties").fieldNames())
        .toIterable()
        .containsExactly("config", "bundle", "full_collection");
    assertThat(form.get("required")).hasToString("[\"config\",\"bundle\"]");
    assertThat(form.at("/properties/bundle/contentMediaType").asText())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void whatMayBeMissingAndWhatMayBeNullIsTold() {
    JsonNode status = exporter.at("/components/schemas/ExportStatus");
    assertThat(status.at("/properties/eta/type")).hasToString("[\"string\",\"null\"]");
    assertThat(status.at("/properties/state/type")).hasToString("\"string\"");
    assertThat(status.get("required")).hasSize(status.get("properties").size());
    JsonNode error = exporter.at("/components/schemas/ErrorBody/required");
    assertThat(error).hasToString("[\"error\",\"status\",\"code\",\"retryable\"]");
    JsonNode config = exporter.at("/components/schemas/ExportConfigInput/required");
    assertThat(config).hasToString("[\"connection\",\"time_range\"]");
    assertThat(exporter.at("/components/schemas/PlottedPoint/prefixItems/1/anyOf")).hasSize(3);
  }

  @Test
  void tooManyRequestsAreToldHowLongToWait() {
    String started = "/paths/~1export~1start/post/responses/429/$ref";
    String answer = exporter.at(started).asText().substring(1);
    assertThat(exporter.at(answer + "/headers/Retry-After/schema/type").asText())
        .isEqualTo("integer");
  }

  @Test
  void anotherRunWritesTheSameBytes() throws Exception {
    List<Class<?>> applications = List.of(ExporterApplication.class, ImporterApplication.class);
    for (Class<?> application : applications) {
      Path made = folder.resolve(application.getName().replace('.', '/')).getParent();
      Files.createDirectories(made);
      OpenApi.main(new String[] {"src/main/java", folder.toString(), application.getName()});
      assertThat(made.resolve("openapi.json")).hasContent(built(application));
    }
  }

  private static String built(Class<?> application) throws IOException {
    try (InputStream in = application.getResourceAsStream("openapi.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
