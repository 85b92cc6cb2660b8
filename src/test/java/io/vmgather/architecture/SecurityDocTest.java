package io.vmgather.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/security.md} names are there, and each threat has one. */
class SecurityDocTest {
  private static final Path PAGE = Path.of("docs/security.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern TESTED = Pattern.compile("@(?:Test|ParameterizedTest|Property)\\b");

  @Test
  void everyTestThatIsNamedIsATest() throws IOException {
    Map<String, Path> classes = classes();
    List<MatchResult> named =
        NAMED
            .matcher(threats())
            .results()
            .filter(one -> classes.containsKey(one.group(1)))
            .toList();
    assertThat(named).hasSizeGreaterThan(60);
    for (MatchResult one : named) {
      String source = Files.readString(classes.get(one.group(1)));
      int method = source.indexOf(" void " + one.group(2) + "(");
      assertThat(method).as(one.group()).isPositive();
      int before = source.lastIndexOf("\n\n", method);
      assertThat(source.substring(Math.max(0, before), method))
          .as(one.group())
          .containsPattern(TESTED);
    }
  }

  @Test
  void everyThreatHasATestAndNoneIsMisspelt() throws IOException {
    Map<String, Path> classes = classes();
    assertThat(threats().lines().filter(line -> line.startsWith("| **")))
        .hasSizeGreaterThan(15)
        .allSatisfy(
            line ->
                assertThat(NAMED.matcher(line.substring(line.lastIndexOf(" | "))).results())
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(classes).containsKey(one.group(1))));
  }

  private static String threats() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(0, page.indexOf("## Checked against"));
  }

  private static Map<String, Path> classes() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
      return all.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, other) -> one));
    }
  }
}
