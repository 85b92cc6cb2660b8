package io.vmgather.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each WAR holds its own application and the libraries named here, and nothing else. */
class WarContentIT {
  private static final String CLASSES = "WEB-INF/classes/io/vmgather/";
  private static final String LIB = "WEB-INF/lib/";

  /**
   * Without versions. A library that is not meant for application servers (the command line, the
   * embedded server, the servlet API) comes in unseen when a dependency brings it too; so each new
   * one is written down here.
   */
  private static final List<String> LIBRARIES =
      List.of(
          "aopalliance-repackaged",
          "commons-codec",
          "commons-compress",
          "commons-io",
          "commons-lang3",
          "hk2-api",
          "hk2-locator",
          "hk2-utils",
          "httpclient5",
          "httpcore5",
          "httpcore5-h2",
          "jackson-annotations",
          "jackson-core",
          "jackson-databind",
          "jackson-module-jakarta-xmlbind-annotations",
          "jakarta.activation-api",
          "jakarta.annotation-api",
          "jakarta.el-api",
          "jakarta.enterprise.cdi-api",
          "jakarta.enterprise.lang-model",
          "jakarta.inject-api",
          "jakarta.interceptor-api",
          "jakarta.validation-api",
          "jakarta.ws.rs-api",
          "jakarta.xml.bind-api",
          "javassist",
          "jboss-classfilewriter",
          "jboss-logging",
          "jersey-cdi1x",
          "jersey-cdi1x-servlet",
          "jersey-client",
          "jersey-common",
          "jersey-container-servlet-core",
          "jersey-entity-filtering",
          "jersey-hk2",
          "jersey-media-json-jackson",
          "jersey-server",
          "nimbus-jose-jwt",
          "osgi-resource-locator",
          "prometheus-metrics-config",
          "prometheus-metrics-core",
          "prometheus-metrics-exposition-textformats",
          "prometheus-metrics-instrumentation-jvm",
          "prometheus-metrics-model",
          "prometheus-metrics-tracer-common",
          "prometheus-metrics-tracer-initializer",
          "prometheus-metrics-tracer-otel",
          "prometheus-metrics-tracer-otel-agent",
          "slf4j-api",
          "slf4j-jdk14",
          "weld-api",
          "weld-core-impl",
          "weld-environment-common",
          "weld-lite-extension-translator",
          "weld-servlet-core",
          "weld-spi",
          "weld-web");

  @ParameterizedTest
  @ValueSource(strings = {"exporter.war", "importer.war"})
  void warBringsTheLibrariesWrittenDownHere(String war) throws IOException {
    assertThat(Archive.open(war).files())
        .filteredOn(name -> name.startsWith(LIB))
        .map(WarContentIT::withoutVersion)
        .containsExactlyInAnyOrderElementsOf(LIBRARIES);
  }

  @ParameterizedTest
  @CsvSource({"exporter,importer", "importer,exporter"})
  void warHoldsItsOwnApplicationAndWhatIsCommon(String own, String other) throws IOException {
    List<String> files = Archive.open(own + ".war").files();
    assertThat(files)
        .anyMatch(name -> name.startsWith(CLASSES + own + "/web/"))
        .anyMatch(name -> name.startsWith(CLASSES + "common/"))
        .noneMatch(name -> name.startsWith(CLASSES + other + "/"))
        .contains(CLASSES + own + "/web/openapi.json")
        .noneMatch(name -> name.startsWith(CLASSES + "launcher/"))
        .noneMatch(name -> name.startsWith(CLASSES + "openapi/"))
        .noneMatch(name -> name.startsWith(CLASSES + "sbom/"));
    assertThat(files)
        .filteredOn(name -> name.startsWith("WEB-INF/classes/"))
        .allMatch(
            name -> name.startsWith(CLASSES) || name.equals("WEB-INF/classes/weld.properties"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exporter.war", "importer.war"})
  void warIsDescribedForEveryServer(String war) throws IOException {
    assertThat(Archive.open(war).files())
        .contains(
            "index.html",
            "WEB-INF/web.xml",
            "WEB-INF/beans.xml",
            "WEB-INF/jetty-ee10-web.xml",
            "META-INF/MANIFEST.MF")
        .doesNotHaveDuplicates();
  }

  /** What a browser can load of it at all, libraries and pictures included, is no burden. */
  @ParameterizedTest
  @ValueSource(strings = {"exporter.war", "importer.war"})
  void pageIsLight(String war) throws IOException {
    assertThat(Archive.open(war).entries())
        .filteredOn(entry -> !entry.getName().matches("(WEB|META)-INF/.*"))
        .isNotEmpty()
        .extracting(ZipEntry::getSize)
        .satisfies(
            sizes ->
                assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isLessThan(250_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exporter.war", "importer.war"})
  void everyEntryBearsTheBuildsOwnTime(String war) throws IOException {
    assertThat(Archive.open(war).entries())
        .extracting(ZipEntry::getTimeLocal)
        .containsOnly(Archive.BUILD_TIME);
  }

  private static String withoutVersion(String entry) {
    return entry.substring(LIB.length()).replaceFirst("-\\d.*\\.jar$", "");
  }
}
