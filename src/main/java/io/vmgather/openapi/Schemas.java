package io.vmgather.openapi;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmgather.common.web.Json;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Schemas of what is sent and answered, as Jackson reads and writes it. Comments say what types
 * can't: in an answer a field whose comment says "null" may be null, and one whose comment says
 * "Infinity" may be a number that JSON lacks; in a request a field whose comment begins with
 * "required: " must be there.
 */
final class Schemas {
  static final String COMPONENTS = "#/components/schemas/";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = Json.mapper();
  private static final String REQUIRED = "required: ";
  private static final Pattern NULL = Pattern.compile("\\bnull\\b");
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private final Comments comments;
  private final Map<String, ObjectNode> named = new TreeMap<>();
  private final Map<String, Class<?>> owners = new TreeMap<>();

  Schemas(Comments comments) {
    this.comments = comments;
  }

  /** All that were referred to, by name. */
  Map<String, ObjectNode> named() {
    return named;
  }

  /** Of what a resource answers. */
  ObjectNode answer(Type type) {
    return of(MAPPER.constructType(type), "", true);
  }

  /** Of what a resource takes. */
  ObjectNode request(Type type) {
    return of(MAPPER.constructType(type), "", false);
  }

  private ObjectNode of(JavaType type, String about, boolean answer) {
    Class<?> raw = type.getRawClass();
    if (raw == String.class) {
      return plain("string");
    }
    if (raw == Instant.class) {
      return plain("string").put("format", "date-time");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return plain("boolean");
    }
    if (WHOLE.contains(raw)) {
      boolean small = raw == int.class || raw == Integer.class;
      return plain("integer").put("format", small ? "int32" : "int64");
    }
    if (raw == double.class || raw == Double.class) {
      return number(about);
    }
    if (type.isEnumType()) {
      ObjectNode schema = plain("string");
      ArrayNode values = schema.putArray("enum");
      Arrays.stream(raw.getEnumConstants()).map(Object::toString).forEach(values::add);
      return schema;
    }
    return composed(type, answer);
  }

  private ObjectNode composed(JavaType type, boolean answer) {
    if (type.isMapLikeType()) {
      ObjectNode schema = plain("object");
      schema.set("additionalProperties", of(type.getContentType(), "", answer));
      return schema;
    }
    if (type.isCollectionLikeType()) {
      ObjectNode schema = plain("array");
      schema.set("items", of(type.getContentType(), "", answer));
      return schema;
    }
    return type.getRawClass() == Object.class ? NODES.objectNode() : reference(type, answer);
  }

  private ObjectNode reference(JavaType type, boolean answer) {
    String name = name(type.getRawClass());
    // What is asked and what is answered differ in what must be there.
    name += answer || name.endsWith("Request") ? "" : "Input";
    Class<?> owner = owners.putIfAbsent(name, type.getRawClass());
    if (owner == null) {
      named.put(name, NODES.objectNode());
      named.get(name).setAll(bean(type, answer));
    } else if (owner != type.getRawClass()) {
      throw new IllegalStateException(owner + " and " + type + " are both called " + name);
    }
    return NODES.objectNode().put("$ref", COMPONENTS + name);
  }

  /** {@code ExportResource.Started} is ExportStarted. */
  private static String name(Class<?> type) {
    String own = type.getSimpleName();
    if (type.getEnclosingClass() == null) {
      return own;
    }
    String outer = name(type.getEnclosingClass()).replaceFirst("Resource$", "");
    return own.startsWith(outer) ? own : outer + own;
  }

  private ObjectNode bean(JavaType type, boolean answer) {
    Comment comment = comments.of(type.getRawClass());
    List<BeanPropertyDefinition> properties = properties(type, answer);
    JsonFormat format = type.getRawClass().getAnnotation(JsonFormat.class);
    if (format != null && format.shape() == JsonFormat.Shape.ARRAY) {
      return tuple(properties, comment, answer);
    }
    ObjectNode schema = described(plain("object"), comment.whole());
    ArrayNode required = NODES.arrayNode();
    ObjectNode fields = schema.putObject("properties");
    boolean omitsNull = omitsNull(type.getRawClass());
    for (BeanPropertyDefinition property : properties) {
      String about = about(comment, property);
      boolean maybeNull = NULL.matcher(about).find();
      ObjectNode field = of(property.getPrimaryType(), about, answer);
      fields.set(
          property.getName(),
          described(answer && maybeNull && !omitsNull ? nullable(field) : field, about));
      if (answer ? !(maybeNull && omitsNull) : isRequired(about)) {
        required.add(property.getName());
      }
    }
    return required.isEmpty() ? schema : schema.set("required", required);
  }

  private ObjectNode tuple(
      List<BeanPropertyDefinition> properties, Comment comment, boolean answer) {
    ObjectNode schema = described(plain("array"), comment.whole());
    ArrayNode items = schema.putArray("prefixItems");
    for (BeanPropertyDefinition property : properties) {
      String about = about(comment, property);
      ObjectNode item = of(property.getPrimaryType(), about, answer);
      items.add(described(NULL.matcher(about).find() ? nullable(item) : item, about));
    }
    return schema.put("minItems", items.size()).put("maxItems", items.size());
  }

  private static List<BeanPropertyDefinition> properties(JavaType type, boolean answer) {
    BeanDescription bean =
        answer
            ? MAPPER.getSerializationConfig().introspect(type)
            : MAPPER.getDeserializationConfig().introspect(type);
    return bean.findProperties().stream()
        .filter(one -> answer ? one.couldSerialize() : one.couldDeserialize())
        .toList();
  }

  private static String about(Comment comment, BeanPropertyDefinition property) {
    return comment.parameters().getOrDefault(property.getInternalName(), "");
  }

  private static boolean omitsNull(Class<?> type) {
    JsonInclude include = type.getAnnotation(JsonInclude.class);
    return include != null && include.value() == JsonInclude.Include.NON_NULL;
  }

  private static ObjectNode number(String about) {
    ObjectNode number = plain("number").put("format", "double");
    if (!about.contains("Infinity")) {
      return number;
    }
    ObjectNode either = NODES.objectNode();
    ObjectNode text = plain("string");
    text.putArray("enum").add("Infinity").add("-Infinity").add("NaN");
    either.putArray("anyOf").add(number).add(text);
    return either;
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (schema.has("type") && !schema.has("enum")) {
      JsonNode type = schema.get("type");
      schema.putArray("type").add(type).add("null");
      return schema;
    }
    if (schema.has("anyOf")) {
      schema.withArray("anyOf").add(plain("null"));
      return schema;
    }
    ObjectNode either = NODES.objectNode();
    either.putArray("anyOf").add(schema).add(plain("null"));
    return either;
  }

  /** Whether a request must hold what this comment is about. */
  static boolean isRequired(String about) {
    return about.startsWith(REQUIRED);
  }

  static ObjectNode described(ObjectNode schema, String about) {
    String text = isRequired(about) ? about.substring(REQUIRED.length()) : about;
    return text.isEmpty() ? schema : schema.put("description", text);
  }

  private static ObjectNode plain(String type) {
    return NODES.objectNode().put("type", type);
  }
}
