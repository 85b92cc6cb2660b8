package io.vmgather.exporter.web;

import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.web.Json;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.JobSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes each change of one job's status, at most twice a second, until the job has ended. */
final class StatusStream {
  private static final long LOOK_MILLIS = 500;

  /** A proxy may cut a connection on which nothing comes for long. */
  private static final int LOOKS_IN_SILENCE = 18;

  private final ExportService service;
  private final Owner owner;
  private final String id;

  StatusStream(ExportService service, Owner owner, String id) {
    this.service = service;
    this.owner = owner;
    this.id = id;
  }

  /** Blocks the calling thread until the job has ended, the client is gone or the server stops. */
  void write(OutputStream out) throws IOException {
    String before = "";
    int silent = 0;
    try {
      while (!service.stopping()) {
        JobSnapshot job = service.jobs().status(owner, id);
        String now = Json.mapper().writeValueAsString(ExportStatus.of(job, service.now()));
        silent = now.equals(before) ? silent + 1 : 0;
        if (silent == 0 || silent >= LOOKS_IN_SILENCE) {
          silent = 0;
          send(out, now);
        }
        if (job.state().ended()) {
          return;
        }
        before = now;
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (GatherException e) {
      // The job was discarded meanwhile: there is nothing more to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(OutputStream out, String status) throws IOException {
    out.write(("event: status\ndata: " + status + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
