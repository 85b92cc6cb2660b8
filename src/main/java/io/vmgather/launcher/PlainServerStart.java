package io.vmgather.launcher;

import io.vmgather.launcher.server.Served;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The start of the server without the command line library, which takes as long to load as the
 * whole server. Reads what is plainly right; all else is left to the library, its messages too.
 */
final class PlainServerStart {
  private final ServerFlags flags = new ServerFlags();
  private final Served application;
  private Path output;

  private PlainServerStart(Served application) {
    this.application = application;
  }

  /** Nothing but the importer's name and the server's options, each well formed; null otherwise. */
  static PlainServerStart read(String[] args) {
    boolean importer = args.length > 0 && args[0].equals(Work.IMPORTER);
    PlainServerStart start = new PlainServerStart(importer ? Served.IMPORTER : Served.EXPORTER);
    try {
      for (int i = importer ? 1 : 0; i < args.length; i++) {
        String word = args[i].startsWith("--") ? args[i].substring(1) : args[i];
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? null : word.substring(equals + 1);
        if (value == null
            && ServerOption.VALUED.contains(name.replaceFirst("^-", ""))
            && i + 1 < args.length) {
          value = args[++i];
        }
        if (!start.take(name, value)) {
          return null;
        }
      }
      return start;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private boolean take(String name, String value) {
    if (!name.equals("-output")) {
      return flags.take(name, value);
    }
    output = value == null ? null : Path.of(value);
    return value != null;
  }

  /** Serves until the process is told to end; returns the exit code. */
  int run() {
    try {
      flags.serve(application, output);
      return ExitCode.DONE;
    } catch (RuntimeException e) {
      return FailureReport.print(e, new PrintWriter(System.err, true, Charset.defaultCharset()));
    }
  }
}
