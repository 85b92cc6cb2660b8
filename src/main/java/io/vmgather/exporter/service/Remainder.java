package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.ExportRun;
import io.vmgather.exporter.job.ResumeTicket;
import io.vmgather.exporter.obfuscate.Dictionary;

/**
 * What an export that ended early goes on with.
 *
 * @param dictionary the tokens that it began with
 * @param connection of its start, with the sign-in; null when that is forgotten
 */
record Remainder(ResumeTicket ticket, Dictionary dictionary, Connection connection) {
  static Remainder of(ExportRun run) {
    return new Remainder(run.ticket(), run.dictionary(), run.config().connection());
  }

  /**
   * The connection to go on with.
   *
   * @param given null for that of the start
   * @throws GatherException INVALID_INPUT at connection when there is none
   */
  Connection connection(Connection given) {
    if (given == null && connection == null) {
      throw connectionMissing();
    }
    return given == null ? connection : given;
  }

  static GatherException connectionMissing() {
    return new GatherException(ErrorCode.INVALID_INPUT, "connection is missing")
        .hint("No credentials of this export are kept here any more: give the connection again.")
        .at("connection");
  }

  /** A connection without a sign-in stays. */
  Remainder withoutSignIn() {
    boolean signsIn = connection != null && !connection.equals(connection.withoutSecrets());
    return signsIn ? new Remainder(ticket, dictionary, null) : this;
  }

  /** Without the key and the sign-in. */
  @Override
  public String toString() {
    return "Remainder[" + ticket.jobId() + "]";
  }
}
