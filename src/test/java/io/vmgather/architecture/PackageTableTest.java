package io.vmgather.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which package may import which. A new package, or a new import between two, is added here first.
 */
class PackageTableTest {
  private static final String ROOT = "io.vmgather.";

  /** Each package with those that it may import, beside itself. The launcher may import all. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("common", List.of()),
          Map.entry("common.vm", List.of("common")),
          Map.entry("common.bundle", List.of("common")),
          Map.entry("common.line", List.of("common")),
          Map.entry("common.jobs", List.of("common")),
          Map.entry("common.plot", List.of()),
          Map.entry("common.settings", List.of("common", "common.vm")),
          Map.entry("common.audit", List.of("common", "common.settings")),
          Map.entry("common.identity", List.of("common", "common.vm", "common.settings")),
          Map.entry(
              "common.web",
              List.of(
                  "common",
                  "common.vm",
                  "common.plot",
                  "common.settings",
                  "common.audit",
                  "common.identity")),
          Map.entry("exporter.discover", List.of("common", "common.vm", "exporter.source")),
          Map.entry("exporter.source", List.of("common", "common.line", "common.vm")),
          Map.entry("exporter.obfuscate", List.of("common")),
          Map.entry("exporter.deflate", List.of("common")),
          Map.entry("exporter.bundle", List.of("common", "common.bundle", "exporter.deflate")),
          Map.entry(
              "exporter.job",
              List.of(
                  "common",
                  "common.vm",
                  "common.bundle",
                  "common.line",
                  "exporter.discover",
                  "exporter.source",
                  "exporter.obfuscate",
                  "exporter.deflate",
                  "exporter.bundle")),
          Map.entry(
              "exporter.plot",
              List.of(
                  "common",
                  "common.bundle",
                  "common.line",
                  "common.plot",
                  "exporter.source",
                  "exporter.bundle")),
          Map.entry(
              "exporter.service",
              List.of(
                  "common",
                  "common.jobs",
                  "common.vm",
                  "exporter.discover",
                  "exporter.obfuscate",
                  "exporter.bundle",
                  "exporter.job")),
          Map.entry(
              "exporter.web",
              List.of(
                  "common",
                  "common.vm",
                  "common.settings",
                  "common.audit",
                  "common.identity",
                  "common.web",
                  "exporter.discover",
                  "exporter.obfuscate",
                  "exporter.deflate",
                  "exporter.bundle",
                  "exporter.job",
                  "exporter.plot",
                  "exporter.service")),
          Map.entry("importer.read", List.of("common", "common.bundle", "common.line")),
          Map.entry("importer.plan", List.of("common", "common.bundle", "common.line")),
          Map.entry("importer.push", List.of("common", "common.vm")),
          Map.entry("importer.target", List.of("common", "common.vm")),
          Map.entry(
              "importer.verify", List.of("common", "common.vm", "common.bundle", "common.plot")),
          Map.entry(
              "importer.job",
              List.of(
                  "common",
                  "common.vm",
                  "common.bundle",
                  "common.line",
                  "importer.read",
                  "importer.plan",
                  "importer.push",
                  "importer.verify")),
          Map.entry(
              "importer.service",
              List.of(
                  "common",
                  "common.vm",
                  "common.bundle",
                  "common.jobs",
                  "importer.target",
                  "importer.read",
                  "importer.verify",
                  "importer.job")),
          Map.entry(
              "importer.web",
              List.of(
                  "common",
                  "common.vm",
                  "common.bundle",
                  "common.jobs",
                  "common.settings",
                  "common.audit",
                  "common.identity",
                  "common.web",
                  "importer.read",
                  "importer.plan",
                  "importer.target",
                  "importer.verify",
                  "importer.job",
                  "importer.service")),
          Map.entry("openapi", List.of("common", "common.web")),
          Map.entry("sbom", List.of()),
          Map.entry(
              "launcher.server",
              List.of(
                  "common",
                  "common.settings",
                  "common.audit",
                  "common.identity",
                  "common.web",
                  "exporter.plot",
                  "exporter.service",
                  "exporter.web",
                  "importer.service",
                  "importer.web")));

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.vmgather");

  static Stream<String> packages() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageImportsOnlyWhatItsRowAllows(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), MAY_IMPORT.get(name).stream())
            .map(ROOT::concat)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("io.vmgather..").or(resideInAnyPackage(allowed)))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void everyPackageHasARow() {
    assertThat(CODE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
        .map(name -> name.substring(ROOT.length()))
        .filteredOn(name -> !name.equals("launcher"))
        .allSatisfy(name -> assertThat(MAY_IMPORT).containsKey(name));
  }

  @Test
  void commonNeedsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + "common")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", ROOT + "common")
        .check(CODE);
  }

  @Test
  void onlyWebPackagesTheirDescriptionAndTheEmbeddedServerKnowJakarta() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "..web..", ROOT + "common.identity", ROOT + "openapi", ROOT + "launcher.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta..")
        .check(CODE);
  }

  @Test
  void onlyTheLauncherKnowsCommandLineAndEmbeddedServer() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "launcher..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "org.eclipse.jetty..")
        .check(CODE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CODE);
  }
}
