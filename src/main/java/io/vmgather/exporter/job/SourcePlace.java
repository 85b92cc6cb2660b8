package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.ProbeResult;
import java.util.function.Consumer;

/**
 * Where an export is read, so that a resume does not go on with another database's samples. A host
 * may get a new name, and credentials may change; the path, which in a cluster names the tenant,
 * and the kind of server may not. Two servers of one kind can't be told apart by this, so another
 * address is said aloud.
 *
 * @param origin scheme, host and port
 * @param path in front of the API
 * @param flavour what kind of server answers; {@code unknown} when it could not be told
 */
record SourcePlace(String origin, String path, String flavour) {
  private static final String UNKNOWN = "unknown";

  static SourcePlace of(ProbeResult found) {
    Connection connection = found.connection();
    return new SourcePlace(connection.url(), connection.apiBasePath(), found.flavour());
  }

  /**
   * @param warnings hears that it is the same place at another address
   * @throws GatherException INVALID_INPUT when {@code now} is another place
   */
  void requireSame(SourcePlace now, Consumer<String> warnings) {
    if (!path.equals(now.path)) {
      throw elsewhere("at the path " + shown(path), "at " + shown(now.path));
    }
    if (!flavour.equals(now.flavour) && !flavour.equals(UNKNOWN) && !now.flavour.equals(UNKNOWN)) {
      throw elsewhere("from " + flavour, "from " + now.flavour);
    }
    if (!origin.equals(now.origin)) {
      warnings.accept(
          "this export began at another address than it was resumed at; the bundle is right only if"
              + " both lead to the same data");
    }
  }

  private static GatherException elsewhere(String then, String at) {
    return new GatherException(
            ErrorCode.INVALID_INPUT,
            "the first part of this export was read " + then + ", this connection reads " + at)
        .hint("Resume it with a connection to where it began, or start the export again.")
        .at("connection");
  }

  private static String shown(String path) {
    return path.isEmpty() ? "/" : path;
  }
}
