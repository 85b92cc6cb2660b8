package io.vmgather.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.exporter.web.ExporterApplication;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fields that clients of vmgather 1.x send and read, with their types: {@code s} string, {@code
 * i} integer, {@code n} number, {@code b} boolean, {@code o} object, {@code l} list, {@code m} map;
 * with {@code ?} where null is possible. Real answers are held against the description elsewhere.
 */
class OldClientTest {
  private final JsonNode document;

  OldClientTest() throws IOException {
    try (InputStream in = ExporterApplication.class.getResourceAsStream("openapi.json")) {
      document = new ObjectMapper().readTree(in);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get /health | status:s version:s",
        "get /config | version:s default_staging_dir:s os:s output_dir:s supports_dir_picker:b"
            + " supports_dir_prepare:b mode:s user:s limits:o auth_kinds:l",
        "post /validate | success:b valid:b message:s version:s components:i is_victoria_metrics:b"
            + " vm_components:l final_endpoint:s? resolved_connection:o? attempts:l error:s? hint:s?",
        "post /validate-query | success:b valid:b result_count:i has_job:b has_instance:b"
            + " sample_labels:l query_type:s",
        "post /discover | components:l",
        "post /discover-selector | jobs:l",
        "post /sample | samples:l count:i",
        "post /export | export_id:s archive_path:s archive_name:s archive_size:i metrics_count:i"
            + " sha256:s time_range:o obfuscation_applied:b sample_data:l",
        "post /export/start | job_id:s state:s total_batches:i batch_window_seconds:i"
            + " staging_path:s obfuscation_enabled:b",
        "get /export/status | job_id:s state:s total_batches:i completed_batches:i progress:n"
            + " metrics_processed:i batch_window_seconds:i average_batch_seconds:n"
            + " last_batch_duration_seconds:n staging_path:s started_at:s? completed_at:s? eta:s?"
            + " error:s? result:o? current_range:o? obfuscation_enabled:b",
        "post /export/cancel | canceled:b job_id:s",
        "post /export/resume | job_id:s state:s total_batches:i completed_batches:i"
            + " batch_window_seconds:i staging_path:s obfuscation_enabled:b",
        "get /fs/list | path:s parent:s entries:l exists:b",
        "post /fs/check | ok:b abs_path:s exists:b can_create:b message:s",
      })
  void answersHoldTheFieldsThatClientsRead(String operation, String fields) {
    String[] words = operation.split(" ", 2);
    JsonNode schema =
        document
            .get("paths")
            .get(words[1])
            .get(words[0])
            .at("/responses/200/content/application~1json/schema");
    holds(operation, resolved(schema), fields, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ErrorBody | error:s status:i code:s retryable:b",
        "ProbeAttempt | endpoint:s api_base_path:s success:b error:s",
        "Component | component:s jobs:l instance_count:i metrics_count_estimate:i job_metrics:m",
        "JobCount | job:s instance_count:i metrics_count_estimate:i",
        "Sample | name:s metric_name:s labels:m timestamp:i",
        "FoldersEntry | name:s path:s writable:b",
        "ExportStatusTimeSpan | start:s end:s",
        "ExportResult | export_id:s archive_path:s archive_name:s archive_size_bytes:i"
            + " metrics_exported:i time_range:o obfuscation_applied:b sha256:s",
      })
  void partsOfAnswersHoldTheFieldsThatClientsRead(String part, String fields) {
    holds(part, document.at("/components/schemas/" + part), fields, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ConnectionInput | url:s api_base_path:s tenant_id:s is_multitenant:b full_api_url:s auth:o"
            + " skip_tls_verify:b debug:b",
        "AuthInput | type:s username:s password:s token:s header_name:s header_value:s",
        "ExportConfigInput | connection:o time_range:o components:l jobs:l mode:s query_type:s"
            + " query:s obfuscation:o batching:o staging_dir:s metric_step_seconds:i"
            + " output_settings:o",
        "ExportConfigTimeRangeInput | start:s end:s",
        "ExportConfigObfuscationInput | enabled:b obfuscate_instance:b obfuscate_job:b"
            + " preserve_structure:b custom_labels:l drop_labels:l",
        "ExportConfigBatchingInput | enabled:b strategy:s custom_interval_seconds:i",
        "ExportConfigOutputSettingsInput | format:s compression:s archive_name:s",
        "ExportJobRequest | job_id:s",
        "ExportResumeRequest | job_id:s resume_token:s connection:o",
      })
  void requestsTakeTheFieldsThatClientsSend(String request, String fields) {
    holds(request, document.at("/components/schemas/" + request), fields, false);
  }

  @Test
  void nothingButTheNewIsRequiredOfARequest() {
    assertThat(document.at("/components/schemas/ConnectionInput/required"))
        .hasToString("[\"url\"]");
    assertThat(document.at("/components/schemas/ExportResumeRequest/required"))
        .hasToString("[\"job_id\"]");
  }

  private void holds(String where, JsonNode schema, String fields, boolean always) {
    assertThat(schema.isMissingNode()).as(where).isFalse();
    for (String field : fields.strip().split("\\s+", -1)) {
      String[] parts = field.split(":", 2);
      JsonNode found = schema.at("/properties/" + parts[0]);
      assertThat(type(found)).as(where + "." + parts[0] + " " + found).isEqualTo(parts[1]);
      if (always) {
        assertThat(Stream.of(schema.get("required")).flatMap(list -> texts(list)))
            .as(where)
            .contains(parts[0]);
      }
    }
  }

  private static Stream<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
  }

  private String type(JsonNode field) {
    if (field.has("anyOf")) {
      return type(field.at("/anyOf/0")) + "?";
    }
    JsonNode schema = resolved(field);
    String type =
        schema.at("/type").isArray() ? schema.at("/type/0").asText() : schema.at("/type").asText();
    String maybe = schema.at("/type").isArray() ? "?" : "";
    return switch (type) {
      case "object" -> (schema.has("additionalProperties") ? "m" : "o") + maybe;
      case "array" -> "l" + maybe;
      default -> (type.isEmpty() ? "none" : type.substring(0, 1)) + maybe;
    };
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
  }
}
