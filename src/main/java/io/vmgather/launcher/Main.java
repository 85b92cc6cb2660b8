package io.vmgather.launcher;

/** Entry point of {@code vmgather.jar}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("vmgather");
  }
}
