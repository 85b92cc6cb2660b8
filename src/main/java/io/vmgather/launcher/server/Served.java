package io.vmgather.launcher.server;

/** The applications of the runnable jar and where they listen unless told otherwise. */
public enum Served {
  EXPORTER("localhost:8080"),
  IMPORTER("0.0.0.0:8081");

  private final String address;

  Served(String address) {
    this.address = address;
  }

  public String address() {
    return address;
  }
}
