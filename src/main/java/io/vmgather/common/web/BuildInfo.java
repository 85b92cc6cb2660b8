package io.vmgather.common.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the build knows about itself. Read from a resource, because a WAR's classes have no manifest
 * of their own.
 */
@ApplicationScoped
public class BuildInfo {
  private static final String VERSION = read("version");

  /** The version of the build, such as {@code 2.0.0}. */
  public String version() {
    return VERSION;
  }

  private static String read(String key) {
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
