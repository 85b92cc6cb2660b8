package io.vmgather.common.settings;

import java.util.Locale;

/** Who uses this program. Never guessed from a request: behind a proxy all come from loopback. */
public enum Mode {
  /** One person, at their own machine. */
  LOCAL,
  /** Many people, who must not see each other's work. */
  SERVER;

  /** As it stands on the wire and in the configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
