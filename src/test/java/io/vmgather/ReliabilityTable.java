package io.vmgather;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One table of {@code docs/reliability.md}: what came of each fault at each place. Tests fill it
 * with what they saw; what they did not run stays as it is documented. One thread.
 */
public final class ReliabilityTable {
  /** {@code all}, or names of faults with commas between them: their cells are run. */
  private static final String WANTED = System.getProperty("vmgather.faults", "");

  private static final boolean ALL = WANTED.equals("all");

  private static final Path DOCUMENTATION = Path.of("docs/reliability.md");

  private final String title;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param title of its section
   * @param rowsAre head of the first column
   */
  public ReliabilityTable(String title, String rowsAre, Collection<String> columns) {
    this.title = title;
    this.columns.add(rowsAre);
    this.columns.addAll(columns);
  }

  /** Whether every cell of this fault is run. */
  public static boolean wanted(Enum<?> fault) {
    return ALL || List.of(WANTED.split(",")).contains(fault.name());
  }

  /** Whether it is the turn of these values of enumerations beside the one of the first. */
  public static boolean turn(Enum<?> of, Enum<?>... others) {
    return Stream.of(others).allMatch(other -> index(other) == index(of) % all(other).size());
  }

  private static int index(Enum<?> value) {
    return all(value).indexOf(value);
  }

  private static List<?> all(Enum<?> value) {
    return List.of(value.getDeclaringClass().getEnumConstants());
  }

  public void add(String row, String column, String outcome) {
    assertThat(columns).contains(column);
    rows.computeIfAbsent(row, unseen -> new LinkedHashMap<>()).put(column, outcome);
  }

  /** Leaves what was seen in the build's folder, as the documentation has it. */
  public void write() {
    try {
      Files.writeString(made(), text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path made() {
    String name = title.toLowerCase(Locale.ROOT).replaceAll("\\W+", "-");
    return Path.of("target", "reliability-" + name + ".md");
  }

  /**
   * Every cell that was run is documented. Which of the two good outcomes it has may depend on the
   * machine; when all were run the table is held to be the one that was made last.
   */
  public void assertDocumented() {
    Map<String, Map<String, String>> documented = documented();
    if (ALL) {
      assertThat(rows).as("replace the section by " + made()).isEqualTo(documented);
    }
    rows.forEach(
        (row, cells) ->
            assertThat(documented.getOrDefault(row, Map.of()))
                .as(title + ": " + row + "; replace the section by " + made())
                .containsKeys(cells.keySet().toArray(String[]::new)));
  }

  private String text() {
    String head = columns.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    String line = columns.stream().map(any -> "---").collect(Collectors.joining("|", "|", "|\n"));
    return rows.entrySet().stream()
        .map(
            row ->
                Stream.concat(
                        Stream.of(row.getKey()),
                        columns.stream().skip(1).map(c -> row.getValue().getOrDefault(c, "–")))
                    .collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining("", "### " + title + "\n\n" + head + line, ""));
  }

  private Map<String, Map<String, String>> documented() {
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    for (List<String> cells : lines()) {
      Map<String, String> outcomes = new LinkedHashMap<>();
      int at = 0;
      for (String column : columns) {
        String cell = at < cells.size() ? cells.get(at) : "";
        if (at++ > 0 && !cell.equals("–")) {
          outcomes.put(column, cell);
        }
      }
      found.put(cells.get(0), outcomes);
    }
    return found;
  }

  private List<List<String>> lines() {
    try {
      return Files.readAllLines(DOCUMENTATION).stream()
          .dropWhile(line -> !line.equals("### " + title))
          .skip(1)
          .takeWhile(line -> !line.startsWith("#"))
          .filter(line -> line.startsWith("|"))
          .skip(2)
          .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
