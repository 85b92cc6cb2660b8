package io.vmgather.exporter.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import io.vmgather.common.bundle.BundleFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads digests of originals out of a manifest that may be larger than memory. */
public final class BundleDigests {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private BundleDigests() {}

  /**
   * Label to token to digest, for the wanted tokens that the bundle has.
   *
   * @throws GatherException BUNDLE_DAMAGED or FILE_ACCESS
   */
  public static Map<String, Map<String, String>> of(Path bundle, Set<String> tokens) {
    try (ZipFile zip = ZipFile.builder().setPath(bundle).get()) {
      ZipArchiveEntry entry = zip.getEntry(BundleFormat.MANIFEST_ENTRY);
      if (entry == null) {
        throw damaged(bundle, null);
      }
      try (InputStream in = zip.getInputStream(entry);
          JsonParser json = JSON.createParser(in)) {
        Map<String, Map<String, String>> found = new TreeMap<>();
        if (enter(json, "obfuscation") && enter(json, "maps")) {
          readMaps(json, tokens, found);
        }
        return found;
      }
    } catch (JsonProcessingException e) {
      throw damaged(bundle, e);
    } catch (IOException e) {
      throw FileFailure.of(e, "reading the bundle", bundle);
    }
  }

  /** Goes to the start of a field's object; other fields are passed over. */
  private static boolean enter(JsonParser json, String wanted) throws IOException {
    if (json.currentToken() == null) {
      json.nextToken();
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals(wanted)) {
        return json.currentToken() == JsonToken.START_OBJECT;
      }
      json.skipChildren();
    }
    return false;
  }

  private static void readMaps(
      JsonParser json, Set<String> tokens, Map<String, Map<String, String>> found)
      throws IOException {
    for (String label = json.nextFieldName(); label != null; label = json.nextFieldName()) {
      json.nextToken();
      for (String token = json.nextFieldName(); token != null; token = json.nextFieldName()) {
        String digest = json.nextTextValue();
        if (tokens.contains(token)) {
          found.computeIfAbsent(label, name -> new TreeMap<>()).put(token, digest);
        }
      }
    }
  }

  private static GatherException damaged(Path bundle, Exception cause) {
    return new GatherException(
        ErrorCode.BUNDLE_DAMAGED,
        bundle.getFileName() + " has no manifest that can be read",
        cause);
  }
}
