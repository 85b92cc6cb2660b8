package io.vmgather.importer.web;

import io.vmgather.common.FileFailure;
import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.web.CommonServices;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Lets the servlet {@code api} take forms with files, which arrive in the staging folder and not in
 * memory. Runs behind {@code ApplicationStart}, in the WARs and in an embedded server.
 */
public final class UploadStart implements ServletContextListener {
  /** Beside the bundle: boundaries and the configuration. */
  private static final long FORM_BYTES = 1024 * 1024;

  private static final int IN_MEMORY_BYTES = 64 * 1024;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Settings settings = CommonServices.in(event.getServletContext()).settings();
    // A declared servlet's registration is this too, on Tomcat and Jetty; web.xml could not name a
    // folder that a setting decides.
    ServletRegistration.Dynamic api =
        (ServletRegistration.Dynamic) event.getServletContext().getServletRegistration("api");
    long most = settings.get(Setting.UPLOAD_MAX_BYTES);
    api.setMultipartConfig(
        new MultipartConfigElement(
            folder(settings.get(Setting.STAGING_ROOT)).toString(),
            most,
            most + FORM_BYTES,
            IN_MEMORY_BYTES));
  }

  private static Path folder(Path stagingRoot) {
    Path folder = stagingRoot.resolve("import-forms");
    try {
      Files.createDirectories(folder);
      Instant dead = Instant.now().minus(1, ChronoUnit.DAYS);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          // A server that was killed could not.
          if (Files.getLastModifiedTime(file).toInstant().isBefore(dead)) {
            Files.deleteIfExists(file);
          }
        }
      }
      return folder;
    } catch (IOException e) {
      throw FileFailure.of(e, "making the folder for uploads ready", folder);
    }
  }
}
