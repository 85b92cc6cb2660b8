package io.vmgather.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bills of materials list is what the artifacts hold. */
class BillOfMaterialsIT {
  private static final String LIB = "WEB-INF/lib/";

  @ParameterizedTest
  @ValueSource(strings = {"exporter.war", "importer.war"})
  void billOfAWarListsItsLibrariesByVersion(String war) throws IOException {
    List<String> held =
        Archive.open(war).files().stream()
            .filter(name -> name.startsWith(LIB))
            .map(name -> name.substring(LIB.length()))
            .toList();
    assertThat(libraries(war).map(BillOfMaterialsIT::file))
        .containsExactlyInAnyOrderElementsOf(held);
    assertThat(libraries(war)).allSatisfy(BillOfMaterialsIT::canBeLookedUp);
  }

  @Test
  void billOfTheRunnableJarListsWhoseClassesItHolds() throws IOException {
    Set<String> held = new HashSet<>(Archive.open("vmgather.jar").files());
    Set<String> listed = new HashSet<>(libraries("vmgather.jar").map(this::named).toList());
    int left = 0;
    for (JsonNode library : libraries("all-libraries").toList()) {
      boolean there = held.containsAll(classes(file(library)));
      assertThat(listed.contains(named(library))).as(named(library)).isEqualTo(there);
      left += there ? 0 : 1;
    }
    assertThat(left).as("libraries that the jar is made without").isPositive();
    assertThat(listed).contains("org.eclipse.jetty:jetty-server", "info.picocli:picocli");
  }

  private static void canBeLookedUp(JsonNode library) {
    assertThat(library.at("/purl").asText()).startsWith("pkg:maven/");
    assertThat(library.at("/hashes").findValuesAsText("alg")).contains("SHA-256");
    assertThat(library.at("/licenses")).as(file(library)).isNotEmpty();
  }

  /** The library's own classes, as this test's class path has them. */
  private static List<String> classes(String file) throws IOException {
    Path jar =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.endsWith(file))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(file + " is not on the class path"));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.contains("-"))
          .filter(name -> !name.startsWith("META-INF/"))
          .filter(name -> !name.endsWith("module-info.class"))
          .toList();
    }
  }

  private String named(JsonNode library) {
    return library.at("/group").asText() + ":" + library.at("/name").asText();
  }

  private static String file(JsonNode library) {
    return library.at("/name").asText() + "-" + library.at("/version").asText() + ".jar";
  }

  private static Stream<JsonNode> libraries(String artifact) throws IOException {
    Path file = Archive.FOLDER.resolve(artifact + ".cdx.json");
    assertThat(file).as("made by a build that is not offline").exists();
    JsonNode bill = new ObjectMapper().readTree(file.toFile());
    return StreamSupport.stream(bill.at("/components").spliterator(), false);
  }
}
