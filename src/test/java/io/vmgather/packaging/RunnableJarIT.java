package io.vmgather.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** {@code vmgather.jar} is one flat jar that starts by itself. */
class RunnableJarIT {
  private static final String JAR = "vmgather.jar";

  @Test
  void manifestNamesTheEntryPoint() throws IOException {
    try (JarFile jar = new JarFile(Archive.FOLDER.resolve(JAR).toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("io.vmgather.launcher.Main");
      assertThat(manifest.getValue(Attributes.Name.MULTI_RELEASE)).isEqualTo("true");
      assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .isEqualTo(System.getProperty("build.version"));
    }
  }

  @Test
  void jarStartsByItself() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Archive.FOLDER.resolve(JAR).toString(),
                "--help")
            .redirectErrorStream(true)
            .start();
    try (var output = process.inputReader()) {
      assertThat(output.readLine()).containsIgnoringCase("vmgather");
      output.transferTo(Writer.nullWriter());
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void jarIsFlatUnsignedAndHasEachEntryOnce() throws IOException {
    assertThat(Archive.open(JAR).files())
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.endsWith(".jar") || name.endsWith(".war"))
        .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"))
        .noneMatch(name -> name.endsWith("module-info.class"));
  }

  @Test
  void servicesOfSeveralLibrariesAreMerged() throws IOException {
    Archive jar = Archive.open(JAR);
    assertThat(
            jar.text("META-INF/services/org.glassfish.jersey.internal.spi.ForcedAutoDiscoverable"))
        .isNotBlank();
    assertThat(jar.text("META-INF/services/org.glassfish.jersey.internal.spi.AutoDiscoverable"))
        .contains("JacksonAutoDiscoverable")
        .contains("ServerFiltersAutoDiscoverable");
  }

  @Test
  void noContainerForBeansIsInside() throws IOException {
    assertThat(Archive.open(JAR).files())
        .noneMatch(name -> name.startsWith("org/jboss/") || name.startsWith("jakarta/enterprise/"))
        .noneMatch(name -> name.startsWith("org/glassfish/jersey/ext/cdi1x/"));
  }

  @Test
  void whatRunsInTheBuildOnlyIsNotInside() throws IOException {
    assertThat(Archive.open(JAR).files())
        .contains("io/vmgather/exporter/web/openapi.json")
        .noneMatch(name -> name.startsWith("io/vmgather/openapi/"));
  }

  @Test
  void exportersPagesAreInsideAndNothingOfTheWar() throws IOException {
    assertThat(Archive.open(JAR).files())
        .contains("webapp/exporter/index.html", "webapp/exporter/css/base.css")
        .noneMatch(name -> name.contains("WEB-INF/web.xml"));
  }

  /** Libraries keep the times of their own builds; ours have the commit's, never the clock's. */
  @Test
  void ownEntriesBearTheBuildsOwnTime() throws IOException {
    assertThat(Archive.open(JAR).entries())
        .filteredOn(entry -> entry.getName().startsWith("io/vmgather/") && !entry.isDirectory())
        .isNotEmpty()
        .extracting(ZipEntry::getTimeLocal)
        .containsOnly(Archive.BUILD_TIME);
    assertThat(Archive.open(JAR).entries())
        .extracting(ZipEntry::getTimeLocal)
        .noneMatch(time -> time.isAfter(Archive.BUILD_TIME));
  }
}
