package io.vmgather.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.web.ErrorBody;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answers of all requests that failed, by status; operations refer to them. */
final class Failures {
  static final String DEFAULT = "Failure";

  /** Those that a container or JAX-RS chooses: no code has them as its own. */
  private static final Map<Integer, String> FURTHER =
      Map.of(415, "The address does not take this type of content");

  private Failures() {}

  static String name(int status) {
    return DEFAULT + status;
  }

  static int status(ErrorCode code) {
    return ErrorBody.of(new GatherException(code, "")).status();
  }

  static void describe(ObjectNode responses) {
    Map<Integer, List<String>> codes = new TreeMap<>();
    for (ErrorCode code : ErrorCode.values()) {
      codes.computeIfAbsent(status(code), unused -> new ArrayList<>()).add("`" + code + "`");
    }
    codes.forEach((status, names) -> answer(responses, name(status), String.join(", ", names)));
    FURTHER.forEach((status, about) -> answer(responses, name(status), about));
    header(responses, name(429), "Retry-After", "Seconds to wait");
    answer(
        responses,
        DEFAULT,
        "Any other failure, such as a method that the address does not take (405)");
    header(responses, DEFAULT, "Allow", "With 405: the methods that it takes");
  }

  private static void answer(ObjectNode responses, String name, String about) {
    shaped(responses.putObject(name).put("description", about));
  }

  /** The same answer with the body that all failures have. */
  static ObjectNode shaped(ObjectNode answer) {
    answer
        .putObject("content")
        .putObject(MediaType.APPLICATION_JSON)
        .putObject("schema")
        .put("$ref", Schemas.COMPONENTS + ErrorBody.class.getSimpleName());
    return answer;
  }

  private static void header(ObjectNode responses, String response, String name, String about) {
    ObjectNode header = responses.withObject("/" + response).putObject("headers").putObject(name);
    header
        .put("description", about)
        .putObject("schema")
        .put("type", name.equals("Allow") ? "string" : "integer");
  }
}
