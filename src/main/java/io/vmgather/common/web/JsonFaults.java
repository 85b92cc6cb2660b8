package io.vmgather.common.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with a request's JSON, in words that repeat none of it: it holds passwords, and the
 * parser's own messages quote it.
 */
final class JsonFaults {
  private JsonFaults() {}

  /** The caller's fault, or the defect of ours that reading brought to light. */
  static RuntimeException of(JsonProcessingException failure) {
    String field = field(failure);
    Optional<GatherException> known = cause(failure, GatherException.class);
    if (known.isPresent()) {
      return known.get().code() != ErrorCode.INVALID_INPUT || known.get().field().isPresent()
          ? known.get()
          : at(field, known.get());
    }
    if (cause(failure, StreamConstraintsException.class).isPresent()) {
      return at(field, invalid("The JSON is nested too deeply, or a text in it is too long", null));
    }
    Optional<StreamReadException> syntax =
        cause(failure, StreamReadException.class)
            .filter(cause -> !(cause instanceof InputCoercionException));
    if (syntax.isPresent()) {
      return malformed(syntax.get().getLocation());
    }
    if (failure instanceof MismatchedInputException || isValueFault(failure)) {
      return at(field, mismatch(field, failure));
    }
    return new IllegalStateException("A request could not be read into its type", failure);
  }

  private static GatherException malformed(JsonLocation where) {
    return invalid(
        "The body is no JSON: line " + where.getLineNr() + ", column " + where.getColumnNr(),
        "Look for a missing quote, comma or brace there.");
  }

  private static GatherException mismatch(String field, JsonProcessingException failure) {
    String what = field.isEmpty() ? "The body" : field;
    JavaType type =
        failure instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null
            ? Json.mapper().constructType(mismatched.getTargetType())
            : null;
    return type == null
        ? invalid(what + " has the wrong type or size", null)
        : invalid(what + " has the wrong type or size, expected is " + words(type), null);
  }

  private static String words(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (type.isEnumType()) {
      return "one of "
          + Arrays.stream(raw.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    if (raw == String.class) {
      return "a text";
    }
    if (raw == Instant.class) {
      return "a time in RFC 3339 such as 2026-01-31T09:00:00Z";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
      return raw == double.class || raw == Double.class ? "a number" : "a whole number";
    }
    return type.isCollectionLikeType() || type.isArrayType() ? "a list" : "an object";
  }

  /** A constructor's own refusal of a value. */
  private static boolean isValueFault(JsonProcessingException failure) {
    return cause(failure, InputCoercionException.class).isPresent()
        || cause(failure, IllegalArgumentException.class).isPresent()
        || cause(failure, DateTimeException.class).isPresent();
  }

  private static String field(JsonProcessingException failure) {
    if (!(failure instanceof JsonMappingException mapping)) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(20)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  // Without the parser's failure as cause: whoever logs causes would log what it quotes.
  private static GatherException invalid(String message, String hint) {
    GatherException failure = new GatherException(ErrorCode.INVALID_INPUT, message);
    return hint == null ? failure : failure.hint(hint);
  }

  private static GatherException at(String field, GatherException failure) {
    return field.isEmpty() ? failure : failure.at(field);
  }
}
