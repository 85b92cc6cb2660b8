package io.vmgather.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmgather.common.web.OptionalBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The operations of resources: what is asked, and what comes back. */
final class Operations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Pattern PART = Pattern.compile("` ?(\\w+)` ([^;]*)");

  private final Comments comments;
  private final Schemas schemas;

  Operations(Comments comments, Schemas schemas) {
    this.comments = comments;
    this.schemas = schemas;
  }

  /** By path, then by method in small letters. */
  Map<String, ObjectNode> of(Class<?> resource) {
    Map<String, ObjectNode> paths = new TreeMap<>();
    // Reflection has no order of its own.
    List<Method> methods =
        Arrays.stream(resource.getDeclaredMethods())
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    for (Method method : methods) {
      for (Annotation annotation : method.getAnnotations()) {
        HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
        if (verb != null) {
          String path = path(resource, method);
          ObjectNode verbs = paths.computeIfAbsent(path, unused -> NODES.objectNode());
          String name = verb.value().toLowerCase(Locale.ROOT);
          ObjectNode operation = operation(path, verb.value(), method);
          if (verbs.get(name) instanceof ObjectNode other) {
            alsoTake(operation, other);
          }
          verbs.set(name, operation);
        }
      }
    }
    paths.values().forEach(Operations::tellApart);
    return paths;
  }

  /** Those of one path have its name; only one of them may. */
  private static void tellApart(ObjectNode verbs) {
    if (verbs.size() > 1) {
      verbs
          .properties()
          .forEach(
              verb -> {
                ObjectNode operation = (ObjectNode) verb.getValue();
                String name = operation.get("operationId").asText();
                boolean plain = List.of("get", "head").contains(verb.getKey());
                boolean alone = verb.getKey().equals("post") && !verbs.has("get");
                if (!plain && !alone) {
                  operation.put("operationId", verb.getKey() + capitalized(name));
                }
              });
    }
  }

  private static String capitalized(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** Two methods of one path and verb take different types of bodies: one operation. */
  private static void alsoTake(ObjectNode operation, ObjectNode other) {
    for (String part : List.of("/requestBody/content", "/responses")) {
      other
          .withObject(part)
          .properties()
          .forEach(one -> operation.withObject(part).putIfAbsent(one.getKey(), one.getValue()));
    }
  }

  private static String path(Class<?> resource, Method method) {
    Path own = method.getAnnotation(Path.class);
    String path =
        resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
    return "/" + path.replaceAll("^/+|/+$", "");
  }

  private ObjectNode operation(String path, String verb, Method method) {
    Comment comment = comments.of(method);
    String group = method.getDeclaringClass().getSimpleName().replace("Resource", "");
    ObjectNode operation = NODES.objectNode();
    operation.putArray("tags").add(group.toLowerCase(Locale.ROOT));
    operation.put("operationId", id(path, verb)).put("summary", comment.first());
    if (!comment.rest().isEmpty()) {
      operation.put("description", comment.rest());
    }
    ArrayNode parameters = NODES.arrayNode();
    String takes = takes(method);
    Optional<ObjectNode> body = Optional.empty();
    for (Parameter parameter : method.getParameters()) {
      Optional<ObjectNode> named = parameter(parameter, comment);
      named.ifPresent(parameters::add);
      if (takes.equals(MediaType.MULTIPART_FORM_DATA)) {
        body = Optional.of(body(takes, parts(comment.parameters().get(parameter.getName()))));
      } else if (named.isEmpty() && !parameter.isAnnotationPresent(Context.class)) {
        body = Optional.of(body(takes, schemas.request(parameter.getParameterizedType())));
        body.get().put("required", !OptionalBody.class.isAssignableFrom(parameter.getType()));
      }
    }
    if (verb.equals("PUT") && takes.equals(MediaType.WILDCARD)) {
      body = Optional.of(body(MediaType.APPLICATION_OCTET_STREAM, NODES.objectNode()));
    }
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
    body.ifPresent(one -> operation.set("requestBody", one));
    operation.set("responses", new Answers(schemas).of(method, comment, body.isPresent()));
    return operation;
  }

  /** {@code POST /export/start} is exportStart. */
  private static String id(String path, String verb) {
    StringBuilder id = new StringBuilder(verb.equals("HEAD") ? "head" : "");
    Stream.of(path.split("[^A-Za-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .forEach(word -> id.append(id.isEmpty() ? word : capitalized(word)));
    return id.toString();
  }

  /** One of the query or a header; empty for a body. */
  private static Optional<ObjectNode> parameter(Parameter parameter, Comment comment) {
    QueryParam query = parameter.getAnnotation(QueryParam.class);
    HeaderParam header = parameter.getAnnotation(HeaderParam.class);
    if (query == null && header == null) {
      return Optional.empty();
    }
    String about = comment.parameters().getOrDefault(parameter.getName(), "");
    DefaultValue usual = parameter.getAnnotation(DefaultValue.class);
    ObjectNode schema = NODES.objectNode();
    if (usual == null) {
      schema.put("type", parameter.getType() == boolean.class ? "boolean" : "string");
    } else if (usual.value().matches("\\d+")) {
      schema.put("type", "integer").put("default", Long.parseLong(usual.value()));
    } else {
      schema.put("type", "string").put("default", usual.value());
    }
    ObjectNode described =
        NODES
            .objectNode()
            .put("name", query == null ? header.value() : query.value())
            .put("in", query == null ? "header" : "query")
            .put("required", Schemas.isRequired(about));
    described.set("schema", schema);
    return Optional.of(Schemas.described(described, about));
  }

  private static String takes(Method method) {
    Consumes own = method.getAnnotation(Consumes.class);
    Consumes all = method.getDeclaringClass().getAnnotation(Consumes.class);
    Consumes consumes = own == null ? all : own;
    return consumes == null ? MediaType.APPLICATION_JSON : consumes.value()[0];
  }

  private static ObjectNode body(String type, ObjectNode schema) {
    ObjectNode body = NODES.objectNode().put("required", true);
    body.putObject("content").putObject(type).set("schema", schema);
    return body;
  }

  /**
   * Of a form, whose comment names them: {@code `config` required: what it is; `bundle` the file}.
   */
  private static ObjectNode parts(String about) {
    ObjectNode form = NODES.objectNode().put("type", "object");
    ObjectNode fields = form.putObject("properties");
    Matcher part = PART.matcher(about == null ? "" : about);
    ArrayNode required = NODES.arrayNode();
    while (part.find()) {
      ObjectNode field = fields.putObject(part.group(1)).put("type", "string");
      Schemas.described(field, part.group(2));
      if (Schemas.isRequired(part.group(2))) {
        required.add(part.group(1));
      }
      if (field.path("description").asText().startsWith("the file")) {
        field.put("contentMediaType", MediaType.APPLICATION_OCTET_STREAM);
      }
    }
    return form.set("required", required);
  }
}
