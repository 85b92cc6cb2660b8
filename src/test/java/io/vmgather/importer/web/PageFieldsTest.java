package io.vmgather.importer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The importer's page and its REST interface speak of the same things. */
class PageFieldsTest {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
  private static final Pattern TEXT = Pattern.compile("'(?:[^'\\\\\n]|\\\\.)*'");

  /** Names with an underscore are the wire's; the page's own are like this. */
  private static final Pattern READ = Pattern.compile("\\.([a-z0-9]+(?:_[a-z0-9]+)+)\\b");

  /** What the page keeps of a connection, beside what it sends of it. */
  private static final Set<String> OWN = Set.of("in_url", "select_url");

  @Test
  void everyFieldThatThePageReadsIsInSomeAnswer() throws IOException {
    Set<String> read = new TreeSet<>();
    for (Path script : scripts()) {
      String code = COMMENT.matcher(Files.readString(script)).replaceAll("");
      READ.matcher(TEXT.matcher(code).replaceAll("''"))
          .results()
          .forEach(found -> read.add(found.group(1)));
    }
    assertThat(read).contains("samples_found", "resume_offset");
    read.removeAll(described());
    read.removeAll(OWN);
    assertThat(read).isEmpty();
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/webapp/importer"))) {
      return files.filter(file -> file.toString().endsWith(".js")).toList();
    }
  }

  private static Set<String> described() throws IOException {
    try (InputStream in = ImporterApplication.class.getResourceAsStream("openapi.json")) {
      JsonNode schemas = new ObjectMapper().readTree(in).at("/components/schemas");
      Set<String> names = new HashSet<>();
      for (JsonNode properties : schemas.findValues("properties")) {
        properties.fieldNames().forEachRemaining(names::add);
      }
      return names;
    }
  }
}
