package io.vmgather.launcher.server;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a server writes to standard error: warnings, or with {@code -debug} more. */
public final class ServerLog {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OWN = Logger.getLogger("io.vmgather");
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private ServerLog() {}

  /** To be called before anything logs. */
  public static void configure(boolean debug) {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
    }
    ROOT.setLevel(debug ? Level.INFO : Level.WARNING);
    if (debug) {
      OWN.setLevel(Level.ALL);
      for (Handler handler : ROOT.getHandlers()) {
        handler.setLevel(Level.ALL);
      }
    }
  }
}
