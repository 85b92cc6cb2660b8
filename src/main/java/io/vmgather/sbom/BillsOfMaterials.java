package io.vmgather.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Makes a bill for each artifact of the bill of all dependencies: the WARs leave out what Maven
 * calls optional, the runnable jar leaves out the groups that it is made without.
 */
public final class BillsOfMaterials {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WARS = List.of("exporter.war", "importer.war");
  private static final String JAR = "vmgather.jar";

  private BillsOfMaterials() {}

  /**
   * Writes a file beside each artifact, such as {@code exporter.war.cdx.json}.
   *
   * @param arguments the bill of all, without which nothing is written; the folder of the
   *     artifacts; a regular expression of the groups that the runnable jar is made without
   * @throws IOException when a file can't be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path whole = Path.of(arguments[0]);
    if (!Files.exists(whole)) {
      // Maven skips the plugin that makes it when it is offline.
      System.err.println("No bills of materials: Maven is offline");
      return;
    }
    JsonNode all = JSON.readTree(whole.toFile());
    Path folder = Path.of(arguments[1]);
    Pattern without = Pattern.compile(arguments[2]);
    for (String war : WARS) {
      write(all, folder, war, library -> !library.path("scope").asText().equals("optional"));
    }
    write(all, folder, JAR, library -> !without.matcher(library.path("group").asText()).matches());
  }

  private static void write(JsonNode all, Path folder, String artifact, Predicate<JsonNode> holds)
      throws IOException {
    ObjectNode bill = all.deepCopy();
    ObjectNode itself = (ObjectNode) bill.at("/metadata/component");
    itself.put("name", artifact).put("type", "application");
    Set<String> held = new HashSet<>(Set.of(itself.path("bom-ref").asText()));
    ArrayNode libraries = (ArrayNode) bill.get("components");
    libraries.removeIf(library -> !holds.test(library));
    for (JsonNode library : libraries) {
      // Optional for whoever builds on it as a library; in an artifact it is there.
      ((ObjectNode) library).put("scope", "required");
      held.add(library.path("bom-ref").asText());
    }
    ArrayNode needs = (ArrayNode) bill.get("dependencies");
    needs.removeIf(need -> !held.contains(need.path("ref").asText()));
    for (JsonNode need : needs) {
      if (need.get("dependsOn") instanceof ArrayNode on) {
        on.removeIf(ref -> !held.contains(ref.asText()));
      }
    }
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(artifact + ".cdx.json").toFile(), bill);
  }
}
