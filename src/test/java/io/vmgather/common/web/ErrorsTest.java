package io.vmgather.common.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.Defect;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller reads when a request fails, through Jersey as both applications set it up. */
class ErrorsTest {
  private static final String CANARY = "canary-password";

  private static final ApplicationHandler API =
      new ApplicationHandler(ResourceConfig.forApplication(new TestApplication()));

  private static final class TestApplication extends ApiApplication {
    TestApplication() {
      super(TestResource.class);
    }
  }

  @Path("test")
  public static class TestResource {
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Wire echo(Wire wire) {
      return wire;
    }

    @GET
    @Path("fail")
    @Produces(MediaType.APPLICATION_JSON)
    public String fail(@QueryParam("code") ErrorCode code) {
      return thrown(new GatherException(code, "it failed").hint("do that").at("connection.url"));
    }

    @GET
    @Path("defect")
    public String defect() {
      return thrown(new IllegalStateException(CANARY));
    }

    private static String thrown(RuntimeException failure) {
      throw failure;
    }

    @GET
    @Path("unwritable")
    @Produces(MediaType.APPLICATION_JSON)
    public Unwritable unwritable() {
      return new Unwritable();
    }

    @GET
    @Path("number")
    public String number(@QueryParam("limit") int limit) {
      return "" + limit;
    }
  }

  public record Wire(
      String url,
      long stepSeconds,
      boolean isOn,
      Instant startTime,
      Range timeRange,
      List<Range> parts) {
    public Wire {
      if ("refused".equals(url)) {
        throw new GatherException(ErrorCode.INVALID_INPUT, "refused").hint("another").at("url");
      }
    }
  }

  public record Range(long from, long to) {
    public Range {
      if (from > to) {
        throw new GatherException(ErrorCode.INVALID_INPUT, "from must not be after to");
      }
      if (from < 0) {
        throw new IllegalArgumentException(CANARY);
      }
      if (from == 13) {
        throw new NullPointerException(CANARY);
      }
    }
  }

  public static final class Unwritable {
    public String getText() {
      return TestResource.thrown(new UnsupportedOperationException(CANARY));
    }
  }

  @Test
  void wireIsSnakeCaseWithTimesInUtc() throws Exception {
    ContainerResponse answer =
        post(
            "{\"step_seconds\":7,\"is_on\":true,\"start_time\":\"2026-01-31T10:00:00+01:00\",\"new\":1}");
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(Json.mapper().writeValueAsString(answer.getEntity()))
        .isEqualTo(
            "{\"url\":null,\"step_seconds\":7,\"is_on\":true,"
                + "\"start_time\":\"2026-01-31T09:00:00Z\",\"time_range\":null,\"parts\":null}");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyFailureHasItsStatusAndAllParts(ErrorCode code) throws Exception {
    ContainerResponse answer = get("test/fail?code=" + code);
    JsonNode body = body(answer);
    assertThat(answer.getMediaType()).isEqualTo(MediaType.APPLICATION_JSON_TYPE);
    assertThat(body.get("status").asInt()).isEqualTo(answer.getStatus());
    assertThat(body.get("code").asText()).isEqualTo(code.name());
    assertThat(body.get("retryable").asBoolean()).isEqualTo(code.retryable());
    if (code != ErrorCode.INTERNAL) {
      assertThat(answer.getStatus()).isEqualTo(ErrorStatus.of(code));
      assertThat(body.get("error").asText()).isEqualTo("it failed");
      assertThat(body.get("hint").asText()).isEqualTo("do that");
      assertThat(body.get("field").asText()).isEqualTo("connection.url");
    }
    assertThat(answer.getHeaderString("Retry-After"))
        .isEqualTo(code == ErrorCode.LIMIT_REACHED ? "5" : null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"step_seconds\":\"canary-password\"} | step_seconds | a whole number",
        "{\"step_seconds\":99999999999999999999} | step_seconds | wrong type or size",
        "{\"is_on\":\"canary-password\"} | is_on | true or false",
        "{\"url\":{\"canary-password\":1}} | url | a text",
        "{\"start_time\":\"canary-password\"} | start_time | RFC 3339",
        "{\"start_time\":17} | start_time | RFC 3339",
        "{\"time_range\":\"canary-password\"} | time_range | an object",
        "{\"time_range\":{\"from\":\"canary-password\"}} | time_range.from | a whole number",
        "{\"time_range\":{\"from\":2,\"to\":1}} | time_range | from must not be after to",
        "{\"time_range\":{\"from\":-1,\"to\":1}} | time_range | wrong type or size",
        "{\"parts\":7} | parts | a list",
        "{\"parts\":[{},{\"to\":\"canary-password\"}]} | parts[1].to | a whole number",
        "{\"url\":\"refused\"} | url | refused",
      })
  void wrongFieldIsNamedButItsContentIsNot(String json, String field, String words)
      throws Exception {
    ContainerResponse answer = post(json);
    assertThat(answer.getStatus()).isEqualTo(400);
    JsonNode body = body(answer);
    assertThat(body.path("field").asText()).isEqualTo(field);
    assertThat(body.get("error").asText()).contains(words);
    assertThat(body.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"url\":\"canary-password",
        "{\n\"url\": canary-password}",
        "{\"time_range\":{\"from\":canary-password}}",
        "canary-password",
        "{\"url\":\"canary-password\"",
      })
  void malformedJsonIsLocatedWithoutBeingQuoted(String json) throws Exception {
    ContainerResponse answer = post(json);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(body(answer).get("error").asText())
        .matches("The body is no JSON: line \\d+, column \\d+");
    assertThat(body(answer).toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", " "})
  void missingBodyIsTheCallersFault(String json) throws Exception {
    ContainerResponse answer = post(json);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(body(answer).get("error").asText()).isEqualTo("The request has no body");
  }

  @Test
  void bodyThatNestsTooDeeplyIsTheCallersFault() throws Exception {
    assertThat(post("{\"x\":" + "[".repeat(2000) + "]".repeat(2000) + "}").getStatus())
        .isEqualTo(400);
  }

  @Test
  void wrongMethodNamesTheRightOnes() throws Exception {
    ContainerResponse answer = call("PUT", "test", "{}", "application/json");
    assertThat(body(answer).get("status").asInt()).isEqualTo(405);
    assertThat(answer.getHeaderString("Allow")).contains("POST");
  }

  @Test
  void wrongTypesAre415And406() throws Exception {
    assertThat(body(call("POST", "test", "x", "text/plain")).get("status").asInt()).isEqualTo(415);
    ContainerRequest request = request("POST", "test");
    request.header("Content-Type", "application/json");
    request.header("Accept", "text/html");
    request.setEntityStream(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)));
    ContainerResponse answer = API.apply(request).get();
    assertThat(body(answer).get("status").asInt()).isEqualTo(406);
    assertThat(answer.getMediaType()).isEqualTo(MediaType.APPLICATION_JSON_TYPE);
  }

  @Test
  void nothingThereIs404() throws Exception {
    assertThat(body(get("nothing")).get("code").asText()).isEqualTo("NOT_FOUND");
  }

  @Test
  void wrongParameterIsNamed() throws Exception {
    JsonNode body = body(get("test/number?limit=" + CANARY));
    assertThat(body.get("status").asInt()).isEqualTo(400);
    assertThat(body.get("field").asText()).isEqualTo("limit");
    assertThat(body.toString()).doesNotContain("canary");
  }

  @Test
  void defectIs500WithAReferenceAndNothingElse() throws Exception {
    RequestId.begin("reference-1");
    try {
      for (ContainerResponse answer :
          List.of(get("test/defect"), post("{\"time_range\":{\"from\":13,\"to\":14}}"))) {
        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(body(answer).get("code").asText()).isEqualTo("INTERNAL");
        assertThat(body(answer).toString()).contains("reference-1").doesNotContain("canary");
      }
    } finally {
      RequestId.end();
    }
  }

  @Test
  void answerThatCannotBeWrittenIsADefectOfOurs() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    ContainerResponse answer = API.apply(request("GET", "test/unwritable"), sent).get();
    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(sent.toString(StandardCharsets.UTF_8))
        .contains("\"code\":\"INTERNAL\"")
        .doesNotContain(CANARY);
  }

  @Test
  void logOfADefectHasItsPlacesButNoMessage() {
    Exception defect = new IllegalStateException(CANARY, new NullPointerException(CANARY));
    assertThat(Defect.places(defect))
        .contains("java.lang.IllegalStateException", "Caused by: java.lang.NullPointerException")
        .contains("ErrorsTest.java")
        .doesNotContain(CANARY);
  }

  @Test
  void logLineCannotBeForged() {
    assertThat(LogText.line("a\r\nINFO b\u2028c")).isEqualTo("a\\u000d\\u000aINFO b\\u2028c");
  }

  private ContainerResponse post(String json) throws Exception {
    return call("POST", "test", json, "application/json");
  }

  private ContainerResponse get(String path) throws Exception {
    return API.apply(request("GET", path)).get();
  }

  private ContainerResponse call(String method, String path, String body, String type)
      throws Exception {
    ContainerRequest request = request(method, path);
    request.header("Content-Type", type);
    request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    return API.apply(request).get();
  }

  private static ContainerRequest request(String method, String path) {
    URI base = URI.create("http://localhost/api/");
    return new ContainerRequest(
        base, base.resolve(path), method, null, new MapPropertiesDelegate(), null);
  }

  private static JsonNode body(ContainerResponse answer) throws Exception {
    return Json.mapper().valueToTree(answer.getEntity());
  }
}
