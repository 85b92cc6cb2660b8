package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;

/** A byte search of a bundle for what it must not hold, without the code under test. */
public final class Privacy {
  private Privacy() {}

  /** Searches each entry, the names, the comments and the extra fields, in any case. */
  public static void assertHoldsNone(Exports.Bundle bundle, Collection<String> originals) {
    assertThat(originals).isNotEmpty();
    List<String> found = new ArrayList<>();
    parts(bundle)
        .forEach(
            (part, text) -> {
              for (String original : originals) {
                int at = text.indexOf(original.toLowerCase(Locale.ROOT));
                if (at >= 0) {
                  found.add(original + " in " + part + ": …" + around(text, at));
                }
              }
            });
    assertThat(found.stream().limit(20)).as("%s findings", found.size()).isEmpty();
  }

  private static Map<String, String> parts(Exports.Bundle bundle) {
    Map<String, String> parts = new java.util.TreeMap<>();
    bundle
        .entries()
        .forEach(
            (name, content) ->
                parts.put(
                    name, new String(content, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)));
    try (ZipFile zip = new ZipFile(bundle.file().toFile())) {
      StringBuilder frame = new StringBuilder(bundle.file().getFileName() + "\n");
      frame.append(zip.getComment()).append('\n');
      zip.stream()
          .forEach(
              entry -> {
                frame.append(entry.getName()).append('\n').append(entry.getComment()).append('\n');
                if (entry.getExtra() != null) {
                  frame.append(new String(entry.getExtra(), StandardCharsets.ISO_8859_1));
                }
              });
      parts.put("names and comments", frame.toString().toLowerCase(Locale.ROOT));
      String raw = new String(Files.readAllBytes(bundle.file()), StandardCharsets.ISO_8859_1);
      parts.put("raw bytes", raw.toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 80));
  }
}
