package io.vmgather;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The real servers of {@code local-test-env}, as its {@code up} wrote them down. */
public final class LocalEnv {
  private static final String UP = "Run local-test-env/up first.";

  private final Path file;
  private final Properties endpoints;

  private LocalEnv(Path file, Properties endpoints) {
    this.file = file;
    this.endpoints = endpoints;
  }

  /** Reads the folder that {@code VMGATHER_ENV_DIR} names, else local-test-env/.state. */
  public static LocalEnv read() {
    String folder = System.getenv().getOrDefault("VMGATHER_ENV_DIR", "local-test-env/.state");
    Path file = Path.of(folder, "endpoints.properties").toAbsolutePath();
    Properties endpoints = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      endpoints.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("The test servers are not up: no " + file + ". " + UP, e);
    }
    return new LocalEnv(file, endpoints);
  }

  /** The endpoint or secret of that name, such as SINGLE_URL. */
  public String get(String name) {
    String value = endpoints.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(file + " has no " + name + ". " + UP);
    }
    return value;
  }
}
