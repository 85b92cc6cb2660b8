package io.vmgather.launcher;

import java.util.Set;

/** The names of the server's options, without dashes; {@link ServerFlags} says what they mean. */
final class ServerOption {
  /** Those with a value. */
  static final Set<String> VALUED = Set.of("addr", "output", "staging");

  static final Set<String> SWITCHES = Set.of("no-browser", "debug");

  private ServerOption() {}

  static boolean is(String name) {
    return VALUED.contains(name) || SWITCHES.contains(name);
  }
}
