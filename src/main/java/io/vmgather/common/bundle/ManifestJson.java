package io.vmgather.common.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Reads and writes {@link Manifest} as JSON: snake_case, times as RFC 3339 in UTC, nulls left out,
 * unknown fields ignored. Stateless, for any thread.
 */
public final class ManifestJson {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantAsText())
                  .addDeserializer(Instant.class, new TextAsInstant()))
          .build();

  private ManifestJson() {}

  /**
   * Writes entry by entry, so that maps of any size cost no memory. Leaves {@code out} open.
   *
   * @throws IOException of {@code out}
   */
  public static void write(Manifest manifest, OutputStream out) throws IOException {
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, manifest);
    out.write('\n');
  }

  /**
   * Reads a manifest of this program or of vmgather 1.x. {@code obfuscation.maps} is skipped and
   * comes back empty: it may be larger than the reader's memory. Leaves {@code in} open.
   *
   * @throws GatherException BUNDLE_DAMAGED when it is no such JSON
   * @throws IOException of {@code in}
   */
  public static Manifest read(InputStream in) throws IOException {
    try (JsonParser parser =
        new Bounded(
            new FilteringParserDelegate(
                MAPPER.createParser(in),
                new WithoutMaps(0),
                TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH,
                true))) {
      Manifest manifest = MAPPER.readValue(parser, Manifest.class);
      if (manifest == null) {
        throw damaged("it is empty", null);
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw damaged(e.getOriginalMessage(), e);
    }
  }

  private static GatherException damaged(String why, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED,
            BundleFormat.MANIFEST_ENTRY + " is not a bundle's manifest: " + why,
            cause)
        .hint("Ask for the bundle again; it was made by another program or changed on its way.");
  }

  /** Ends a manifest that is longer than any: what is read is held in memory. */
  private static final class Bounded extends JsonParserDelegate {
    private static final int MOST_TOKENS = 500_000;
    private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
    private int tokens;
    private long characters;

    Bounded(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      if (++tokens > MOST_TOKENS) {
        throw new JsonParseException(this, "it is longer than " + MOST_TOKENS + " parts");
      }
      JsonToken token = super.nextToken();
      if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
        characters += getTextLength();
      }
      if (characters > MOST_CHARACTERS) {
        throw new JsonParseException(this, "its texts are longer than " + MOST_CHARACTERS);
      }
      return token;
    }
  }

  /** Lets everything pass but {@code obfuscation.maps}. */
  private static final class WithoutMaps extends TokenFilter {
    private final int depth;

    WithoutMaps(int depth) {
      this.depth = depth;
    }

    @Override
    public TokenFilter includeProperty(String name) {
      if (depth == 0) {
        return name.equals("obfuscation") ? new WithoutMaps(1) : INCLUDE_ALL;
      }
      return name.equals("maps") ? null : INCLUDE_ALL;
    }

    @Override
    protected boolean _includeScalar() {
      return depth == 0;
    }
  }

  private static final class InstantAsText extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class TextAsInstant extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getText();
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw context.weirdStringException(text, Instant.class, "no RFC 3339 time");
      }
    }
  }
}
