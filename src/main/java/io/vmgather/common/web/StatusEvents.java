package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Writes each change of a job's status as a server-sent event, at most twice a second, until the
 * job has ended.
 */
public final class StatusEvents {
  private static final long LOOK_MILLIS = 500;

  /** A proxy may cut a connection on which nothing comes for long. */
  private static final int LOOKS_IN_SILENCE = 18;

  /** Each stream holds a thread of the server; who gets none may poll. */
  private static final Semaphore STREAMS = new Semaphore(64);

  private final Supplier<Status> look;
  private final BooleanSupplier stopping;

  private StatusEvents(Supplier<Status> look, BooleanSupplier stopping) {
    this.look = look;
    this.stopping = stopping;
  }

  /**
   * One look at a job.
   *
   * @param body what is sent as JSON
   * @param ended whether nothing more will come
   */
  public record Status(Object body, boolean ended) {}

  /**
   * The events as an answer's body.
   *
   * @param look how the job stands; its failure ends the stream
   * @param stopping whether the server is about to end
   * @throws GatherException LIMIT_REACHED when too many clients listen
   */
  public static StreamingOutput of(Supplier<Status> look, BooleanSupplier stopping) {
    if (!STREAMS.tryAcquire()) {
      throw new GatherException(ErrorCode.LIMIT_REACHED, "too many clients listen already")
          .hint("Ask for the status each second instead.");
    }
    StatusEvents events = new StatusEvents(look, stopping);
    return out -> {
      try {
        events.write(out);
      } finally {
        STREAMS.release();
      }
    };
  }

  /** Blocks the calling thread until the job has ended, the client is gone or the server stops. */
  private void write(OutputStream out) throws IOException {
    String before = "";
    int silent = 0;
    try {
      while (!stopping.getAsBoolean()) {
        Status status = look.get();
        String now = Json.mapper().writeValueAsString(status.body());
        silent = now.equals(before) ? silent + 1 : 0;
        if (silent == 0 || silent >= LOOKS_IN_SILENCE) {
          silent = 0;
          send(out, now);
        }
        if (status.ended()) {
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
