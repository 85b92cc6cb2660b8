package io.vmgather.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.web.HealthResource;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operation may answer. The comment says it: {@code @return 200 the whole; 206 a part} for
 * several answers (one without a number is 200, one of 4xx has the shape of errors), {@code @throws
 * GatherException NOT_FOUND} and other {@link ErrorCode}s for failures.
 */
final class Answers {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern NUMBERED = Pattern.compile("(?:^|; )([2-4]\\d\\d) ([^;]*)");
  private static final Pattern CODE = Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)*\\b");

  private final Schemas schemas;

  Answers(Schemas schemas) {
    this.schemas = schemas;
  }

  ObjectNode of(Method method, Comment comment, boolean takesBody) {
    TreeMap<String, ObjectNode> answers = new TreeMap<>();
    Matcher several = NUMBERED.matcher(comment.result());
    while (several.find()) {
      answers.put(several.group(1), success(method, several.group(1), several.group(2)));
    }
    if (answers.isEmpty()) {
      String about = comment.result().isEmpty() ? "Done" : comment.result();
      answers.put("200", success(method, "200", about));
    }
    if (!method.getDeclaringClass().equals(HealthResource.class)) {
      answers.put("401", reference(Failures.name(401)));
      answers.put("403", reference(Failures.name(403)));
    }
    for (int status : failures(comment.failures(), takesBody)) {
      answers.putIfAbsent("" + status, reference(Failures.name(status)));
    }
    answers.put("default", reference(Failures.DEFAULT));
    return NODES.objectNode().setAll(answers);
  }

  private ObjectNode success(Method method, String status, String about) {
    ObjectNode answer =
        NODES
            .objectNode()
            .put(
                "description", about.substring(0, 1).toUpperCase(Locale.ROOT) + about.substring(1));
    if (status.startsWith("4")) {
      return Failures.shaped(answer);
    }
    Class<?> type = method.getReturnType();
    boolean empty = !status.startsWith("20") || method.isAnnotationPresent(HEAD.class);
    if (!empty) {
      String media = media(method);
      boolean text = type == Response.class || type == StreamingOutput.class;
      answer
          .putObject("content")
          .putObject(media)
          .set("schema", text ? opaque(media) : schemas.answer(method.getGenericReturnType()));
    }
    return answer;
  }

  private static ObjectNode opaque(String media) {
    ObjectNode schema = NODES.objectNode();
    if (media.equals(MediaType.APPLICATION_JSON)) {
      return schema.put("type", "object");
    }
    return media.startsWith("text/") ? schema.put("type", "string") : schema;
  }

  private static String media(Method method) {
    Produces own = method.getAnnotation(Produces.class);
    Produces all = method.getDeclaringClass().getAnnotation(Produces.class);
    return own != null ? own.value()[0] : all != null ? all.value()[0] : MediaType.WILDCARD;
  }

  private static Set<Integer> failures(String text, boolean takesBody) {
    Set<Integer> statuses = new TreeSet<>();
    if (takesBody) {
      statuses.addAll(Set.of(400, 413, 415));
    }
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      for (ErrorCode known : ErrorCode.values()) {
        if (known.name().equals(code.group())) {
          statuses.add(Failures.status(known));
        }
      }
    }
    return statuses;
  }

  private static ObjectNode reference(String name) {
    return NODES.objectNode().put("$ref", "#/components/responses/" + name);
  }
}
