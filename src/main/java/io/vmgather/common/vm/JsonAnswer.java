package io.vmgather.common.vm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The answer of a JSON API, read as a whole.
 *
 * @param server host and port, for messages
 */
record JsonAnswer(String server, Redaction redaction) {
  static final String DAMAGED =
      "See the logs of VictoriaMetrics and of the proxies on the way, then try again.";

  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .build());

  /**
   * What a body says.
   *
   * @throws GatherException BROKEN_ANSWER when it is no JSON; ROUTE_MISSING when it is a web page;
   *     REJECTED when its status is not success
   */
  JsonNode in(byte[] body) {
    return succeeded(parsed(body));
  }

  private JsonNode parsed(byte[] body) {
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer != null && answer.isObject()) {
        return answer;
      }
    } catch (JsonProcessingException noJson) {
      // Handled below: the parser's words would quote the body.
    } catch (IOException impossible) {
      throw new GatherException(ErrorCode.INTERNAL, "Reading failed", impossible);
    }
    throw noJson(new String(body, 0, Math.min(body.length, 2048), StandardCharsets.UTF_8));
  }

  private GatherException noJson(String text) {
    if (text.stripLeading().startsWith("<")) {
      // A sign-in page or a start page: the same request would bring the same page again.
      return new GatherException(
              ErrorCode.ROUTE_MISSING,
              server
                  + " answers with a web page instead of data: "
                  + redaction.clean(ErrorText.reason(text)))
          .hint("Check the address's path; behind a sign-in page use a token or another address.");
    }
    String start = redaction.clean(text.substring(0, Math.min(text.length(), 200)));
    return new GatherException(
            ErrorCode.BROKEN_ANSWER, server + " did not answer with JSON: " + start)
        .hint(DAMAGED);
  }

  private JsonNode succeeded(JsonNode answer) {
    String status = answer.path("status").asText("");
    if (status.equals("success")) {
      return answer;
    }
    String error = redaction.clean(answer.path("error").asText("no reason given"));
    throw new GatherException(ErrorCode.REJECTED, server + " refuses the request: " + error);
  }
}
