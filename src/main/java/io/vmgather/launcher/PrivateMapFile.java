package io.vmgather.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.obfuscate.PrivateMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The customer's own file that reads tokens back: {@code {"export_id", "key", "labels":
 * {label:{token: original}}}}. Written only when it was asked for, readable by its owner alone.
 */
final class PrivateMapFile {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private PrivateMapFile() {}

  /** Fails before the export's work rather than after it. */
  static void requireNew(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(file, null);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isWritable(folder)) {
      throw new GatherException(
              ErrorCode.FILE_ACCESS, "the private map's folder " + folder + " can't be written")
          .hint("Name a file in a folder that exists and that you may write.");
    }
  }

  static void write(Path file, String exportId, PrivateMap map) {
    try (FileChannel channel = FileChannel.open(file, NEW, ownerOnly(file));
        OutputStream out = Channels.newOutputStream(channel)) {
      map.write(exportId, out);
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw exists(file, e);
    } catch (IOException e) {
      throw new GatherException(
          ErrorCode.FILE_ACCESS, "the private map " + file + " can't be written: " + e, e);
    }
  }

  /**
   * The originals of some tokens.
   *
   * @param key HMAC key of the bundle's digests, in hexadecimal digits
   * @param originals token to label and original
   */
  record Found(String key, Map<String, Original> originals) {}

  /** What a token stands for. */
  record Original(String label, String text) {}

  /** Reads what is known of the tokens; streams, for a map of any size. */
  static Found read(Path file, Set<String> tokens) {
    String key = "";
    Map<String, Original> found = new TreeMap<>();
    try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
      require(json.nextToken() == JsonToken.START_OBJECT, file);
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "key" -> key = json.getText();
          case "labels" -> readLabels(json, tokens, found);
          default -> json.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw notAMap(file, e);
    } catch (IOException e) {
      throw new GatherException(
          ErrorCode.FILE_ACCESS, "the private map " + file + " can't be read: " + e, e);
    }
    require(!key.isEmpty(), file);
    return new Found(key, found);
  }

  private static void readLabels(JsonParser json, Set<String> tokens, Map<String, Original> found)
      throws IOException {
    for (String label = json.nextFieldName(); label != null; label = json.nextFieldName()) {
      json.nextToken();
      for (String token = json.nextFieldName(); token != null; token = json.nextFieldName()) {
        String text = json.nextTextValue();
        if (tokens.contains(token)) {
          found.put(token, new Original(label, text));
        }
      }
    }
  }

  private static void require(boolean right, Path file) {
    if (!right) {
      throw notAMap(file, null);
    }
  }

  private static GatherException notAMap(Path file, Exception cause) {
    return new GatherException(ErrorCode.INVALID_INPUT, file + " is no private map", cause)
        .hint("Give the file that export --map wrote.");
  }

  private static GatherException exists(Path file, Exception cause) {
    return new GatherException(ErrorCode.FILE_ACCESS, file + " exists already", cause)
        .hint("Name a new file for --map: an older map may be needed for an older bundle.");
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
